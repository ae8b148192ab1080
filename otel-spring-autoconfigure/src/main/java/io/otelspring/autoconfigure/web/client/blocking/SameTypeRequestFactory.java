// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.blocking;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.cglib.core.SpringNamingPolicy;
import org.springframework.cglib.proxy.Callback;
import org.springframework.cglib.proxy.CallbackFilter;
import org.springframework.cglib.proxy.Dispatcher;
import org.springframework.cglib.proxy.Enhancer;
import org.springframework.cglib.proxy.Factory;
import org.springframework.cglib.proxy.MethodInterceptor;
import org.springframework.cglib.proxy.MethodProxy;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.objenesis.SpringObjenesis;
import org.springframework.util.ReflectionUtils;

/**
 * Gives a traced request factory the type of the one behind it, or the next more general
 * type where that one is not for extension. Applications take the factory of a
 * {@code RestTemplate} and cast it, to set a timeout for example; all that they call but
 * {@code createRequest} reaches the factory behind.
 */
final class SameTypeRequestFactory {

	private static final Log logger = LogFactory.getLog(SameTypeRequestFactory.class);

	private static final SpringObjenesis OBJENESIS = new SpringObjenesis();

	private static final CallbackFilter FILTER = new CreateRequestFirst();

	private SameTypeRequestFactory() {
	}

	/**
	 * Return a factory that traces.
	 * @param factory the factory to trace
	 * @param tracing what traces
	 * @return a factory, of the given one's type where its classes allow it
	 */
	static ClientHttpRequestFactory of(ClientHttpRequestFactory factory, HttpClientTracing tracing) {
		TracedRequestFactory traced = new TracedRequestFactory(factory, tracing);
		Class<?> type = typeOf(factory);
		if (type == null) {
			return traced;
		}
		try {
			return extend(type, factory, traced);
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("A traced request factory could not be given the type " + type.getName(), ex);
			return traced;
		}
	}

	static boolean isTraced(ClientHttpRequestFactory factory) {
		return factory instanceof Factory proxy && proxy.getCallback(0) instanceof CreateRequest;
	}

	private static @Nullable Class<?> typeOf(ClientHttpRequestFactory factory) {
		Class<?> type = factory.getClass();
		while (ClientHttpRequestFactory.class.isAssignableFrom(type)) {
			if (mayBeExtended(type)) {
				return type;
			}
			type = type.getSuperclass();
		}
		return null;
	}

	private static boolean mayBeExtended(Class<?> type) {
		if (Modifier.isPrivate(type.getModifiers()) || Modifier.isFinal(type.getModifiers()) || type.isHidden()
				|| type.isAnonymousClass() || Factory.class.isAssignableFrom(type)) {
			return false;
		}
		for (Method method : ReflectionUtils.getAllDeclaredMethods(type)) {
			int modifiers = method.getModifiers();
			if (Modifier.isFinal(modifiers) && !Modifier.isStatic(modifiers) && !Modifier.isPrivate(modifiers)
					&& method.getDeclaringClass() != Object.class) {
				return false;
			}
		}
		return true;
	}

	private static ClientHttpRequestFactory extend(Class<?> type, ClientHttpRequestFactory factory,
			TracedRequestFactory traced) {
		Enhancer enhancer = new Enhancer();
		enhancer.setSuperclass(type);
		enhancer.setNamingPolicy(SpringNamingPolicy.INSTANCE);
		enhancer.setCallbackFilter(FILTER);
		enhancer.setCallbackTypes(new Class<?>[] { MethodInterceptor.class, Dispatcher.class });
		Object proxy = OBJENESIS.newInstance(enhancer.createClass(), true);
		((Factory) proxy).setCallbacks(new Callback[] { new CreateRequest(traced), (Dispatcher) () -> factory });
		return (ClientHttpRequestFactory) proxy;
	}

	private static boolean isCreateRequest(Method method) {
		return method.getName().equals("createRequest") && method.getParameterCount() == 2
				&& method.getParameterTypes()[0] == URI.class && method.getParameterTypes()[1] == HttpMethod.class;
	}

	private record CreateRequest(TracedRequestFactory traced) implements MethodInterceptor {

		@Override
		public Object intercept(Object proxy, Method method, Object[] arguments, MethodProxy methodProxy)
				throws Throwable {
			return this.traced.createRequest((URI) arguments[0], (HttpMethod) arguments[1]);
		}

	}

	/**
	 * Equal to others of its kind, as the classes that are made are kept by it.
	 */
	private record CreateRequestFirst() implements CallbackFilter {

		@Override
		public int accept(Method method) {
			return isCreateRequest(method) ? 0 : 1;
		}

	}

}
