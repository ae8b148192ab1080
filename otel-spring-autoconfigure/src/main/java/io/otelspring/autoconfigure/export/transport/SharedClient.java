// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;

/**
 * An OkHttp client for all transports whose connections are alike. It is made when it is
 * first needed, and made anew when the certificates have changed; what is on its way on
 * the old one can end.
 */
final class SharedClient {

	private static final int IDLE_CONNECTIONS = 5;

	// Shorter than the minute after which servers and load balancers like to close
	private static final Duration KEEP_ALIVE = Duration.ofSeconds(50);

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

	private final Key key;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable OkHttpClient client;

	private @Nullable SslBundle bundle;

	SharedClient(Key key) {
		this.key = key;
	}

	OkHttpClient get() {
		SslBundle current = this.key.secure() ? this.key.tls().current() : null;
		this.lock.lock();
		try {
			OkHttpClient client = this.client;
			if (client == null || this.bundle != current) {
				OkHttpClient previous = client;
				client = create(current);
				this.client = client;
				this.bundle = current;
				if (previous != null) {
					previous.connectionPool().evictAll();
				}
			}
			return client;
		}
		finally {
			this.lock.unlock();
		}
	}

	private OkHttpClient create(@Nullable SslBundle bundle) {
		OkHttpClient.Builder builder = new OkHttpClient.Builder()
			.connectionPool(new ConnectionPool(IDLE_CONNECTIONS, KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS))
			.connectTimeout(CONNECT_TIMEOUT)
			.readTimeout(Duration.ZERO)
			.writeTimeout(Duration.ZERO)
			.eventListenerFactory(ConnectionUse::of)
			.followRedirects(false)
			.followSslRedirects(false);
		if (this.key.grpc()) {
			builder.protocols(this.key.secure() ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1)
					: List.of(Protocol.H2_PRIOR_KNOWLEDGE));
		}
		if (!this.key.secure()) {
			return Proxies.apply(builder, this.key.proxy(), !this.key.grpc())
				.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
				.build();
		}
		builder.connectionSpecs(List.of(ConnectionSpec.MODERN_TLS));
		if (bundle != null) {
			Tls.apply(builder, bundle);
		}
		return Proxies.apply(builder, this.key.proxy(), false).build();
	}

	void close() {
		this.lock.lock();
		try {
			if (this.client != null) {
				this.client.dispatcher().cancelAll();
				this.client.connectionPool().evictAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * What makes connections alike.
	 *
	 * @param secure whether TLS is spoken
	 * @param grpc whether it has to be HTTP/2
	 * @param tls the certificates and keys
	 * @param proxy the proxy or {@code null}
	 */
	record Key(boolean secure, boolean grpc, TlsSource tls, @Nullable ProxySettings proxy) {

	}

}
