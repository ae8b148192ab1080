// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.blocking;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.client.RestClient;

/**
 * The one thing that {@code RestClient.Builder} does not tell: which request factory it
 * will use. Spring's own builder is asked by reflection.
 */
final class RestClientInternals {

	private static final String BUILDER = "org.springframework.web.client.DefaultRestClientBuilder";

	private static final String CLIENT = "org.springframework.web.client.DefaultRestClient";

	private RestClientInternals() {
	}

	static boolean isBuilder(RestClient.Builder builder) {
		return builder.getClass().getName().equals(BUILDER);
	}

	static boolean isClient(RestClient client) {
		return client.getClass().getName().equals(CLIENT);
	}

	/**
	 * Return the request factory that was set on a builder, or the one that it would use
	 * by default.
	 * @param builder the builder
	 * @return the factory, or {@code null} where it cannot be found out
	 */
	static @Nullable ClientHttpRequestFactory requestFactory(RestClient.Builder builder) {
		if (!isBuilder(builder)) {
			return null;
		}
		Method method = ReflectionUtils.findMethod(builder.getClass(), "initRequestFactory");
		if (method == null) {
			return null;
		}
		try {
			method.setAccessible(true);
			return (method.invoke(builder) instanceof ClientHttpRequestFactory factory) ? factory : null;
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			return null;
		}
	}

}
