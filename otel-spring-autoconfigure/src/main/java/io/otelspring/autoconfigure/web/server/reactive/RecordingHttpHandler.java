// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.reactive;

import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;
import reactor.core.observability.DefaultSignalListener;
import reactor.core.observability.SignalListener;
import reactor.core.observability.SignalListenerFactory;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import io.otelspring.autoconfigure.ReactorContextKey;
import io.otelspring.autoconfigure.Suppression;
import io.otelspring.autoconfigure.web.server.HttpServerTelemetry;
import io.otelspring.autoconfigure.web.server.RequestExclusions;

/**
 * Records each request. Standing outside of the whole handling, it sees what error
 * handlers make of an exception, and the context that it sets is current in them too. One
 * operator does it, of Reactor's own, so that Reactor need not put another one round it
 * to restore thread locals.
 */
final class RecordingHttpHandler implements HttpHandler {

	private static final String TRACE_RESPONSE = "traceresponse";

	private static final SignalListener<Void> NOTHING = new DefaultSignalListener<>() {
	};

	private final HttpHandler delegate;

	private final HttpServerTelemetry telemetry;

	private final RequestExclusions exclusions;

	private final @Nullable ForwardedHeaderTransformer forwardedHeaders;

	RecordingHttpHandler(HttpHandler delegate, HttpServerTelemetry telemetry, RequestExclusions exclusions,
			@Nullable ForwardedHeaderTransformer forwardedHeaders) {
		this.delegate = delegate;
		this.telemetry = telemetry;
		this.exclusions = exclusions;
		this.forwardedHeaders = forwardedHeaders;
	}

	@Override
	public Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
		ServerHttpRequest resolved = resolve(request);
		return this.delegate.handle(resolved, response).tap(new Recording(request, resolved, response));
	}

	/**
	 * Resolve forwarded headers, as the handler would: it finds none any more then.
	 * @param request the request as it was received
	 * @return the request as it is handled
	 */
	private ServerHttpRequest resolve(ServerHttpRequest request) {
		if (this.forwardedHeaders == null) {
			return request;
		}
		try {
			return this.forwardedHeaders.apply(request);
		}
		catch (RuntimeException ex) {
			// The handler meets the same exception and answers it.
			return request;
		}
	}

	private SignalListener<Void> begin(ReactiveExchange exchange, ServerHttpRequest request,
			ServerHttpResponse response) {
		if (this.exclusions.contain(pathOf(request))) {
			exchange.exclude();
		}
		else {
			exchange.begin();
			if (this.telemetry.settings().traceResponse()) {
				String value = exchange.traceResponse();
				if (value != null) {
					response.getHeaders().set(TRACE_RESPONSE, value);
				}
			}
		}
		return new RecordingListener(exchange);
	}

	/**
	 * Return the path that patterns are compared with.
	 * @param request the request
	 * @return the path within the application, decoded and without parameters
	 */
	private static String pathOf(ServerHttpRequest request) {
		PathContainer path = request.getPath().pathWithinApplication();
		String value = path.value();
		if (value.indexOf('%') == -1 && value.indexOf(';') == -1) {
			return value;
		}
		StringBuilder decoded = new StringBuilder(value.length());
		for (PathContainer.Element element : path.elements()) {
			String match = (element instanceof PathContainer.PathSegment segment) ? segment.valueToMatch()
					: element.value();
			// A slash that is encoded separates nothing.
			decoded.append((match.length() > 1 && match.indexOf('/') != -1) ? element.value() : match);
		}
		return decoded.toString();
	}

	/**
	 * Begins the record when the handling is subscribed to.
	 */
	private final class Recording implements SignalListenerFactory<Void, Object> {

		private final ServerHttpRequest received;

		private final ServerHttpRequest request;

		private final ServerHttpResponse response;

		Recording(ServerHttpRequest received, ServerHttpRequest request, ServerHttpResponse response) {
			this.received = received;
			this.request = request;
			this.response = response;
		}

		@Override
		public Object initializePublisherState(Publisher<? extends Void> source) {
			return this;
		}

		@Override
		public SignalListener<Void> createListener(Publisher<? extends Void> source, ContextView context,
				Object state) {
			HttpServerTelemetry telemetry = RecordingHttpHandler.this.telemetry;
			try {
				Object outer = context.getOrDefault(ReactorContextKey.VALUE, null);
				if (Suppression.isSuppressed((outer instanceof Context known) ? known : Context.current())) {
					return NOTHING;
				}
				return begin(new ReactiveExchange(telemetry, this.received, this.request, this.response), this.request,
						this.response);
			}
			catch (Throwable ex) {
				telemetry.failed(ex);
				return NOTHING;
			}
		}

	}

	private static final class RecordingListener extends DefaultSignalListener<Void> {

		private final ReactiveExchange exchange;

		RecordingListener(ReactiveExchange exchange) {
			this.exchange = exchange;
		}

		@Override
		public reactor.util.context.Context addToContext(reactor.util.context.Context context) {
			return context.put(ReactorContextKey.VALUE, this.exchange.handlingContext());
		}

		@Override
		public void doOnComplete() {
			this.exchange.completed();
		}

		@Override
		public void doOnError(Throwable error) {
			this.exchange.failed(error);
		}

		@Override
		public void doOnCancel() {
			this.exchange.cancelled();
		}

	}

}
