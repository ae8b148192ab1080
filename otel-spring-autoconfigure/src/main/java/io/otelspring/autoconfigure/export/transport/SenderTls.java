// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslManagerBundle;

/**
 * The certificates and keys that the SDK has read from the files of
 * {@code otel.exporter.otlp.certificate} and its like.
 *
 * @param bundle the same as a bundle
 */
record SenderTls(SslBundle bundle) implements TlsSource {

	static TlsSource of(@Nullable SSLContext context, @Nullable X509TrustManager trustManager) {
		if (context == null || trustManager == null) {
			return TlsSource.DEFAULT;
		}
		return new SenderTls(SslBundle.of(null, null, null, null, new Managers(context, trustManager)));
	}

	@Override
	public SslBundle current() {
		return this.bundle;
	}

	private record Managers(SSLContext context, X509TrustManager trustManager) implements SslManagerBundle {

		@Override
		public KeyManagerFactory getKeyManagerFactory() {
			throw new UnsupportedOperationException("the keys are in the context");
		}

		@Override
		public TrustManagerFactory getTrustManagerFactory() {
			throw new UnsupportedOperationException("the certificates are in the context");
		}

		@Override
		public TrustManager[] getTrustManagers() {
			return new TrustManager[] { this.trustManager };
		}

		@Override
		public SSLContext createSslContext(String protocol) {
			return this.context;
		}

	}

}
