// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * A Spring SSL bundle in its present state.
 */
final class BundleTls implements TlsSource {

	private static final Log logger = LogFactory.getLog(BundleTls.class);

	private final String name;

	private volatile SslBundle bundle;

	private BundleTls(String name, SslBundle bundle) {
		this.name = name;
		this.bundle = bundle;
	}

	/**
	 * Follow a bundle.
	 * @param name its name
	 * @param bundles the application's bundles
	 * @return the bundle as it is now and will be
	 */
	static BundleTls following(String name, SslBundles bundles) {
		BundleTls tls = fixed(name, bundles.getBundle(name));
		bundles.addBundleUpdateHandler(name, tls::update);
		return tls;
	}

	static BundleTls fixed(String name, SslBundle bundle) {
		// What cannot be used is to be known now
		bundle.createSslContext();
		return new BundleTls(name, bundle);
	}

	private void update(SslBundle updated) {
		try {
			updated.createSslContext();
			this.bundle = updated;
		}
		catch (RuntimeException ex) {
			logger.warn("The SSL bundle '" + this.name + "' has changed, but what it holds now cannot be used ("
					+ Certificates.reason(ex) + "). Telemetry is exported with what it held before.");
		}
	}

	@Override
	public @Nullable SslBundle current() {
		return this.bundle;
	}

}
