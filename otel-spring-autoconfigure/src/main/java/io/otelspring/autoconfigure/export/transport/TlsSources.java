// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * Finds the certificates and keys of a destination: an SSL bundle, or PEM files, or
 * neither. The same settings give the same object, so that clients can be shared.
 */
final class TlsSources {

	private static final String BUNDLE = "ssl.bundle";

	private static final List<String> FILES = List.of("certificate", "client.key", "client.certificate");

	private final TransportBeans beans;

	private final Map<Object, TlsSource> known = new HashMap<>();

	TlsSources(TransportBeans beans) {
		this.beans = beans;
	}

	TlsSource of(ExporterSettings settings) {
		String property = settings.nameOf(BUNDLE);
		String bundle = settings.get(BUNDLE);
		boolean ownBundle = settings.ownOf(BUNDLE) != null;
		boolean ownFiles = FILES.stream().anyMatch((file) -> settings.ownOf(file) != null);
		boolean files = FILES.stream().anyMatch((file) -> settings.get(file) != null);
		if (bundle == null || (ownFiles && !ownBundle)) {
			return files ? files(settings) : TlsSource.DEFAULT;
		}
		if (ownBundle ? ownFiles : files) {
			String file = FILES.stream().filter((name) -> settings.get(name) != null).findFirst().orElseThrow();
			throw settings.invalid(property, "there is also " + settings.nameOf(file)
					+ ": an SSL bundle holds all certificates and keys, so set the one or the other");
		}
		return bundle(settings, property, bundle);
	}

	private TlsSource bundle(ExporterSettings settings, String property, String name) {
		if (ConnectionDetailsProperties.isBundle(name)) {
			SslBundle bundle = this.beans.connectionBundle(settings.signal());
			if (bundle != null) {
				return known(bundle, () -> BundleTls.fixed(name, bundle));
			}
		}
		SslBundles bundles = this.beans.sslBundles();
		if (bundles == null) {
			throw settings.invalid(property, "there are no SSL bundles", define(name));
		}
		try {
			return known(name, () -> BundleTls.following(name, bundles));
		}
		catch (NoSuchSslBundleException ex) {
			throw settings
				.invalid(property,
						"there is no SSL bundle '" + name + "'; there " + (bundles.getBundleNames().isEmpty()
								? "is none" : "are " + bundles.getBundleNames().stream().sorted().toList()),
						define(name));
		}
		catch (RuntimeException ex) {
			throw settings.invalid(property,
					"the SSL bundle '" + name + "' cannot be used: " + Certificates.reason(ex));
		}
	}

	private static String define(String name) {
		return "Define it with spring.ssl.bundle.pem." + name + " or spring.ssl.bundle.jks." + name
				+ ", or write the name of one that is defined.";
	}

	private TlsSource files(ExporterSettings settings) {
		@Nullable Path[] paths = new Path[FILES.size()];
		for (int i = 0; i < paths.length; i++) {
			String file = settings.get(FILES.get(i));
			paths[i] = (file != null) ? Path.of(file) : null;
		}
		if ((paths[1] == null) != (paths[2] == null)) {
			String there = (paths[1] != null) ? FILES.get(1) : FILES.get(2);
			String missing = (paths[1] != null) ? FILES.get(2) : FILES.get(1);
			throw settings.invalid(settings.nameOf(there),
					"a client needs both its key and its certificate: set " + settings.nameOf(missing) + " too");
		}
		check(settings, FILES.get(0), paths[0], Certificates::certificates);
		check(settings, FILES.get(1), paths[1], Certificates::privateKey);
		check(settings, FILES.get(2), paths[2], Certificates::certificates);
		try {
			return known(Arrays.asList(paths), () -> new FileTls(paths[0], paths[1], paths[2]));
		}
		catch (IllegalArgumentException ex) {
			throw settings.invalid(settings.nameOf(FILES.get(1)), String.valueOf(ex.getMessage()));
		}
	}

	private static void check(ExporterSettings settings, String name, @Nullable Path file, Check check) {
		try {
			if (file != null) {
				check.read(file);
			}
		}
		catch (IllegalArgumentException ex) {
			throw settings.invalid(settings.nameOf(name), String.valueOf(ex.getMessage()));
		}
	}

	private TlsSource known(Object key, Supplier<TlsSource> create) {
		TlsSource existing = this.known.get(key);
		if (existing == null) {
			existing = Objects.requireNonNull(create.get());
			this.known.put(key, existing);
		}
		return existing;
	}

	@FunctionalInterface
	private interface Check {

		Object read(Path file);

	}

}
