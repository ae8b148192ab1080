// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.reactive;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;

import io.otelspring.autoconfigure.web.server.HttpServerTelemetry;
import io.otelspring.autoconfigure.web.server.RequestExclusions;

/**
 * Puts the {@link RecordingHttpHandler} round the application's handler, and outside of
 * other decorators.
 */
final class RecordingHandlerFactory implements HttpHandlerDecoratorFactory, Ordered {

	private final HttpServerTelemetry telemetry;

	private final RequestExclusions exclusions;

	private final ObjectProvider<ForwardedHeaderTransformer> forwardedHeaders;

	RecordingHandlerFactory(HttpServerTelemetry telemetry, RequestExclusions exclusions,
			ObjectProvider<ForwardedHeaderTransformer> forwardedHeaders) {
		this.telemetry = telemetry;
		this.exclusions = exclusions;
		this.forwardedHeaders = forwardedHeaders;
	}

	@Override
	public HttpHandler apply(HttpHandler handler) {
		return new RecordingHttpHandler(handler, this.telemetry, this.exclusions, forwardedHeaders());
	}

	/**
	 * Return what resolves forwarded headers, if it may be asked to do so before its
	 * turn: one of the application's own might not take it well to be asked twice.
	 * @return the transformer
	 */
	private @Nullable ForwardedHeaderTransformer forwardedHeaders() {
		ForwardedHeaderTransformer transformer = this.forwardedHeaders.getIfUnique();
		return (transformer != null && transformer.getClass() == ForwardedHeaderTransformer.class) ? transformer : null;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 1;
	}

}
