// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.reactive;

import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.adapter.HttpWebHandlerAdapter;

/**
 * Meets WebFlux's own handler when it is made, before anything else decorates it.
 */
final class WebFluxObserver implements HttpHandlerDecoratorFactory, Ordered {

	private final ObjectProvider<RequestMappingHandlerAdapter> adapters;

	private final ObjectProvider<RequestMappingHandlerMapping> mappings;

	private final boolean replaceObservation;

	private final AtomicBoolean watching = new AtomicBoolean();

	WebFluxObserver(ObjectProvider<RequestMappingHandlerAdapter> adapters,
			ObjectProvider<RequestMappingHandlerMapping> mappings, boolean replaceObservation) {
		this.adapters = adapters;
		this.mappings = mappings;
		this.replaceObservation = replaceObservation;
	}

	@Override
	public HttpHandler apply(HttpHandler handler) {
		if (this.replaceObservation && handler instanceof HttpWebHandlerAdapter adapter) {
			adapter.setObservationRegistry(ObservationRegistry.NOOP);
		}
		if (this.watching.compareAndSet(false, true)) {
			this.adapters.forEach((adapter) -> HandledExceptions.watch(adapter, this.mappings));
		}
		return handler;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
