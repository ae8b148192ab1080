// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

import io.grpc.ChannelCredentials;
import io.grpc.ConnectivityState;
import io.grpc.Grpc;
import io.grpc.HttpConnectProxiedSocketAddress;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.TlsChannelCredentials;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;

/**
 * A channel of grpc-java, made when it is first needed, and made anew when the
 * certificates have changed; what is on its way on the old one can end.
 */
final class SharedChannel {

	private static final int HTTPS_PORT = 443;

	private static final int HTTP_PORT = 80;

	private final TransportSettings settings;

	private final Executor executor;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable ManagedChannel channel;

	private @Nullable SslBundle bundle;

	private boolean closed;

	SharedChannel(TransportSettings settings, Executor executor) {
		this.settings = settings;
		this.executor = executor;
	}

	/**
	 * Return the channel.
	 * @return the channel or {@code null} once closed
	 */
	@Nullable ManagedChannel get() {
		boolean secure = "https".equalsIgnoreCase(this.settings.endpoint().getScheme());
		SslBundle current = secure ? this.settings.tls().current() : null;
		this.lock.lock();
		try {
			ManagedChannel channel = this.channel;
			if (this.closed) {
				return null;
			}
			// One that could not connect fails calls at once until its own pace lets it
			// try again
			boolean stuck = channel != null && channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE;
			if (channel == null || stuck || this.bundle != current) {
				ManagedChannel previous = channel;
				channel = create(secure, current);
				this.channel = channel;
				this.bundle = current;
				if (previous != null) {
					previous.shutdown();
				}
			}
			return channel;
		}
		finally {
			this.lock.unlock();
		}
	}

	private ManagedChannel create(boolean secure, @Nullable SslBundle bundle) {
		URI endpoint = this.settings.endpoint();
		int port = endpoint.getPort();
		if (port < 0) {
			port = secure ? HTTPS_PORT : HTTP_PORT;
		}
		ManagedChannelBuilder<?> builder = Grpc.newChannelBuilderForAddress(endpoint.getHost(), port,
				secure ? tls(bundle) : InsecureChannelCredentials.create());
		builder.executor(this.executor).userAgent(UserAgent.VALUE).maxInboundMessageSize(Dialect.MAX_ANSWER);
		ProxySettings proxy = this.settings.proxy();
		if (proxy != null) {
			builder.proxyDetector((target) -> HttpConnectProxiedSocketAddress.newBuilder()
				.setTargetAddress((InetSocketAddress) target)
				.setProxyAddress(new InetSocketAddress(proxy.host(), proxy.port()))
				.setUsername(proxy.user())
				.setPassword(proxy.password())
				.build());
		}
		return builder.build();
	}

	private static ChannelCredentials tls(@Nullable SslBundle bundle) {
		if (bundle == null) {
			return TlsChannelCredentials.create();
		}
		return TlsChannelCredentials.newBuilder()
			.trustManager(bundle.getManagers().getTrustManagers())
			.keyManager(bundle.getManagers().getKeyManagers())
			.build();
	}

	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			if (this.channel != null) {
				this.channel.shutdownNow();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

}
