// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.servlet;

import java.util.concurrent.Callable;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.async.CallableProcessingInterceptor;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.AsyncSupportConfigurer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Watches what Spring MVC does with a request where the filter cannot: which handler it
 * was matched to before any forward, which exception was handled even if a view hid it,
 * and on which thread a callable runs. It changes nothing.
 */
final class SpringMvcObserver implements WebMvcConfigurer, HandlerInterceptor, HandlerExceptionResolver,
		CallableProcessingInterceptor, Ordered {

	private final ThreadLocal<Scope> callableScope = new ThreadLocal<>();

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(this).order(Ordered.HIGHEST_PRECEDENCE);
	}

	@Override
	public void configureAsyncSupport(AsyncSupportConfigurer configurer) {
		configurer.registerCallableInterceptors(this);
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		ServletExchange exchange = ServletExchange.of(request);
		if (exchange != null) {
			exchange.matched(request);
		}
		return true;
	}

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception exception) {
		ServletExchange exchange = ServletExchange.of(request);
		if (exchange != null) {
			exchange.resolving(exception);
		}
		return null;
	}

	@Override
	public <T> void preProcess(NativeWebRequest request, Callable<T> task) {
		Context context = contextOf(request);
		if (context != null) {
			this.callableScope.set(context.makeCurrent());
		}
	}

	@Override
	public <T> void postProcess(NativeWebRequest request, Callable<T> task, @Nullable Object result) {
		Scope scope = this.callableScope.get();
		if (scope != null) {
			this.callableScope.remove();
			scope.close();
		}
	}

	private static @Nullable Context contextOf(NativeWebRequest request) {
		try {
			HttpServletRequest servletRequest = request.getNativeRequest(HttpServletRequest.class);
			ServletExchange exchange = (servletRequest != null) ? ServletExchange.of(servletRequest) : null;
			return (exchange != null) ? exchange.context() : null;
		}
		catch (RuntimeException ex) {
			// The request timed out before its callable began, and the container took it
			// back.
			return null;
		}
	}

}
