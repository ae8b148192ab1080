// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.reactive;

import io.opentelemetry.context.Context;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;

import io.otelspring.autoconfigure.ConditionalOnInstrumentation;
import io.otelspring.autoconfigure.ReactorContextKey;
import io.otelspring.autoconfigure.Suppression;

/**
 * Keeps what the Actuator does from being recorded where it has a port of its own, and
 * with it a server and a context of its own. The application's decorators reach that one
 * too, and ours finds the mark that this one sets.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnInstrumentation("http.server")
class ReactiveManagementServerConfiguration {

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	HttpHandlerDecoratorFactory otelSpringManagementServerHandlerFactory() {
		return ReactiveManagementServerConfiguration::suppressing;
	}

	private static HttpHandler suppressing(HttpHandler handler) {
		return (request, response) -> handler.handle(request, response)
			.contextWrite((context) -> context.put(ReactorContextKey.VALUE, Suppression.suppress(Context.current())));
	}

}
