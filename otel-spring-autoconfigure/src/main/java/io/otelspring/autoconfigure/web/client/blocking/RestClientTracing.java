// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.blocking;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestInitializer;
import org.springframework.web.client.RestClient;

/**
 * Stands before a {@code RestClient} or the builder of one, so that a request factory
 * that the application sets later is traced too, also on a builder made from the client.
 * A proxy goes along with methods that other versions of Spring have; what a call costs
 * is one reflective invocation, as all that follows is done by the client's own objects.
 */
abstract class RestClientTracing implements InvocationHandler {

	private static final ClientHttpRequestInitializer PREPARE = RequestAttributes::prepare;

	private final Object delegate;

	private RestClientTracing(Object delegate) {
		this.delegate = delegate;
	}

	/**
	 * Return a builder whose clients are traced.
	 * @param builder the builder that does the work
	 * @param tracing what traces
	 * @return the builder to use instead
	 */
	static RestClient.Builder of(RestClient.Builder builder, HttpClientTracing tracing) {
		return proxy(RestClient.Builder.class, new OfBuilder(builder, tracing));
	}

	/**
	 * Trace the request factory that a builder has now. Where it cannot be found out, an
	 * interceptor does the work, at the price of request bodies being buffered.
	 * @param builder the builder
	 * @param tracing what traces
	 */
	static void prepare(RestClient.Builder builder, HttpClientTracing tracing) {
		if (handlerOf(builder) instanceof OfBuilder) {
			return;
		}
		ClientHttpRequestFactory factory = RestClientInternals.requestFactory(builder);
		if (factory == null) {
			builder.requestInterceptors((interceptors) -> {
				interceptors.removeIf(TracingInterceptor.class::isInstance);
				interceptors.add(new TracingInterceptor(tracing));
			});
			return;
		}
		builder.requestFactory(tracing.trace(factory));
		builder.requestInitializers((initializers) -> {
			if (!initializers.contains(PREPARE)) {
				initializers.add(PREPARE);
			}
		});
	}

	private static <T> T proxy(Class<T> type, RestClientTracing handler) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, handler));
	}

	private static @Nullable InvocationHandler handlerOf(Object candidate) {
		return Proxy.isProxyClass(candidate.getClass()) ? Proxy.getInvocationHandler(candidate) : null;
	}

	@Override
	public final @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		if (method.getDeclaringClass() == Object.class) {
			return switch (method.getName()) {
				case "equals" -> arguments != null && proxy == arguments[0];
				case "hashCode" -> System.identityHashCode(proxy);
				default -> this.delegate.toString();
			};
		}
		return invokeOwn(proxy, method, arguments);
	}

	abstract @Nullable Object invokeOwn(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable;

	final @Nullable Object proceed(Method method, Object @Nullable [] arguments) throws Throwable {
		try {
			return method.invoke(this.delegate, arguments);
		}
		catch (InvocationTargetException ex) {
			throw (ex.getCause() != null) ? ex.getCause() : ex;
		}
	}

	/**
	 * Before a builder.
	 */
	private static final class OfBuilder extends RestClientTracing {

		private final RestClient.Builder builder;

		private final HttpClientTracing tracing;

		OfBuilder(RestClient.Builder builder, HttpClientTracing tracing) {
			super(builder);
			this.builder = builder;
			this.tracing = tracing;
		}

		@Override
		@SuppressWarnings("unchecked")
		@Nullable Object invokeOwn(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
			Object first = (arguments != null && arguments.length == 1) ? arguments[0] : null;
			if (method.getName().equals("requestFactory") && first instanceof ClientHttpRequestFactory factory) {
				this.builder.requestFactory(this.tracing.trace(factory));
				return proxy;
			}
			if (method.getName().equals("apply") && first instanceof Consumer<?> consumer) {
				((Consumer<RestClient.Builder>) consumer).accept((RestClient.Builder) proxy);
				return proxy;
			}
			if (method.getName().equals("build")) {
				prepare(this.builder, this.tracing);
				return proxy(RestClient.class, new OfClient(this.builder.build(), this.tracing));
			}
			if (method.getName().equals("clone")) {
				return of(this.builder.clone(), this.tracing);
			}
			Object result = proceed(method, arguments);
			return (result == this.builder) ? proxy : result;
		}

	}

	/**
	 * Before a client.
	 */
	private static final class OfClient extends RestClientTracing {

		private final RestClient client;

		private final HttpClientTracing tracing;

		OfClient(RestClient client, HttpClientTracing tracing) {
			super(client);
			this.client = client;
			this.tracing = tracing;
		}

		@Override
		@Nullable Object invokeOwn(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
			if (method.getName().equals("mutate")) {
				return of(this.client.mutate(), this.tracing);
			}
			return proceed(method, arguments);
		}

	}

}
