// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;

/**
 * PEM files, as the specified properties name them. They are looked at before each
 * attempt, and read again when one has changed; what cannot be used yet, as when a key
 * has been replaced and its certificate has not, does not take the place of what can.
 */
final class FileTls implements TlsSource {

	private static final Log logger = LogFactory.getLog(FileTls.class);

	private final @Nullable Path trusted;

	private final @Nullable Path key;

	private final @Nullable Path certificate;

	private List<FileTime> times;

	private List<FileTime> unusable = List.of();

	private List<FileTime> said = List.of();

	private SslBundle bundle;

	/**
	 * Read the files.
	 * @param trusted the certificates that are trusted, or {@code null} for the virtual
	 * machine's
	 * @param key the client's key or {@code null}
	 * @param certificate the client's certificate or {@code null}
	 */
	FileTls(@Nullable Path trusted, @Nullable Path key, @Nullable Path certificate) {
		this.trusted = trusted;
		this.key = key;
		this.certificate = certificate;
		this.times = times();
		this.bundle = read();
	}

	@Override
	public synchronized SslBundle current() {
		List<FileTime> now = times();
		if (!now.equals(this.times)) {
			try {
				this.bundle = read();
				this.times = now;
			}
			catch (RuntimeException ex) {
				// Looked at again before the next attempt
				unusable(now, ex);
			}
		}
		return this.bundle;
	}

	// Not said at the first look, since several files are not replaced at one time
	private void unusable(List<FileTime> now, RuntimeException ex) {
		if (now.equals(this.unusable) && !now.equals(this.said)) {
			this.said = now;
			logger.warn("Files with certificates or keys have changed, but what they hold now cannot be used ("
					+ Certificates.reason(ex) + "). Telemetry is exported with what they held before.");
		}
		this.unusable = now;
	}

	private List<FileTime> times() {
		return Stream.of(this.trusted, this.key, this.certificate).filter(Objects::nonNull).map((file) -> {
			try {
				return Files.getLastModifiedTime(file);
			}
			catch (IOException ex) {
				return FileTime.fromMillis(0);
			}
		}).toList();
	}

	private SslBundle read() {
		PemSslStore keys = null;
		if (this.key != null && this.certificate != null) {
			PrivateKey key = Certificates.privateKey(this.key);
			List<X509Certificate> chain = Certificates.certificates(this.certificate);
			Certificates.match(key, chain.get(0));
			keys = PemSslStore.of(chain, key);
		}
		PemSslStore trust = (this.trusted != null) ? PemSslStore.of(Certificates.certificates(this.trusted), null)
				: null;
		SslBundle bundle = SslBundle.of(new PemSslStoreBundle(keys, trust));
		bundle.createSslContext();
		return bundle;
	}

}
