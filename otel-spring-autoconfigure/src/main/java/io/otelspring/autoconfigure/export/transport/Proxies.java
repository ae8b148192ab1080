// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.net.InetSocketAddress;
import java.net.Proxy;

import okhttp3.Credentials;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Leads a client through a proxy. Where none is configured, OkHttp asks the virtual
 * machine, whose {@code https.proxyHost}, {@code http.nonProxyHosts} and the like then
 * hold.
 */
final class Proxies {

	private static final String AUTHORIZATION = "Proxy-Authorization";

	private Proxies() {
	}

	/**
	 * Lead a client through a proxy.
	 * @param builder builds the client
	 * @param proxy the proxy or {@code null}
	 * @param forwarded whether the proxy sees the requests themselves, and does not make
	 * a tunnel for them
	 * @return the builder
	 */
	static OkHttpClient.Builder apply(OkHttpClient.Builder builder, @Nullable ProxySettings proxy, boolean forwarded) {
		if (proxy == null) {
			return builder;
		}
		// Not resolved here: that may block, and the address may change
		builder.proxy(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port())));
		String user = proxy.user();
		if (user != null) {
			String credentials = Credentials.basic(user, (proxy.password() != null) ? proxy.password() : "");
			if (forwarded) {
				// At once: a batch is not sent again by the client itself
				return builder.addInterceptor((chain) -> chain
					.proceed(chain.request().newBuilder().header(AUTHORIZATION, credentials).build()));
			}
			builder.proxyAuthenticator((route, response) -> (response.request().header(AUTHORIZATION) != null) ? null
					: response.request().newBuilder().header(AUTHORIZATION, credentials).build());
		}
		return builder;
	}

}
