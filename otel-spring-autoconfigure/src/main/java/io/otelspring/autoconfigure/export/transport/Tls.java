// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.util.List;

import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * Gives a client the certificates, keys and options of an SSL bundle.
 */
final class Tls {

	private Tls() {
	}

	static void apply(OkHttpClient.Builder builder, SslBundle bundle) {
		builder.sslSocketFactory(bundle.createSslContext().getSocketFactory(), trustManager(bundle));
		SslOptions options = bundle.getOptions();
		if (options.isSpecified()) {
			ConnectionSpec.Builder spec = new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS);
			if (options.getCiphers() != null) {
				spec.cipherSuites(options.getCiphers());
			}
			if (options.getEnabledProtocols() != null) {
				spec.tlsVersions(options.getEnabledProtocols());
			}
			builder.connectionSpecs(List.of(spec.build()));
		}
	}

	private static X509TrustManager trustManager(SslBundle bundle) {
		for (TrustManager manager : bundle.getManagers().getTrustManagers()) {
			if (manager instanceof X509TrustManager trustManager) {
				return trustManager;
			}
		}
		throw new IllegalStateException("The SSL bundle has no trust manager for X.509 certificates");
	}

}
