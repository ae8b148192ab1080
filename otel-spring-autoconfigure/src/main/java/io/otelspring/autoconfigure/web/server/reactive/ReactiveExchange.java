// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.reactive;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.server.handler.ExceptionHandlingWebHandler;
import reactor.core.publisher.Mono;

import io.otelspring.autoconfigure.web.server.HttpRoute;
import io.otelspring.autoconfigure.web.server.HttpServerTelemetry;
import io.otelspring.autoconfigure.web.server.ServerExchange;

/**
 * One request to a reactive server, from its subscription until its response is complete.
 */
final class ReactiveExchange extends ServerExchange {

	private static final ContextKey<ReactiveExchange> KEY = ContextKey.named("otel-spring-reactive-exchange");

	private static final int OK = 200;

	private final HttpServerTelemetry telemetry;

	private final ServerHttpRequest received;

	private final ServerHttpRequest request;

	private final ServerHttpResponse response;

	private final Object nativeRequest;

	private final @Nullable Connection connection;

	private @Nullable String peerAddress;

	private volatile @Nullable Throwable resolving;

	/**
	 * Create the exchange.
	 * @param telemetry what all requests share
	 * @param received the request as the server received it
	 * @param request the request with forwarded headers resolved
	 * @param response the response
	 */
	ReactiveExchange(HttpServerTelemetry telemetry, ServerHttpRequest received, ServerHttpRequest request,
			ServerHttpResponse response) {
		super(telemetry);
		this.telemetry = telemetry;
		this.received = received;
		this.request = request;
		this.response = response;
		this.nativeRequest = Connection.nativeRequest(received);
		this.connection = Connection.of(this.nativeRequest);
	}

	/**
	 * Begin to record the request.
	 */
	void begin() {
		start();
		if ("websocket".equalsIgnoreCase(this.request.getHeaders().getFirst(HttpHeaders.UPGRADE))) {
			this.response.beforeCommit(() -> {
				upgrade();
				return Mono.empty();
			});
		}
	}

	/**
	 * Begin to record nothing of the request.
	 */
	void exclude() {
		suppress();
	}

	/**
	 * Return the context that the request is handled in, which leads back to this.
	 * @return the context
	 */
	Context handlingContext() {
		return hasEnded() ? context() : context().with(KEY, this);
	}

	/**
	 * Note an exception for which WebFlux looks for a method that handles it.
	 * @param exception the exception
	 */
	static void resolving(Throwable exception) {
		ReactiveExchange exchange = Context.current().get(KEY);
		if (exchange != null) {
			exchange.resolving = exception;
		}
	}

	/**
	 * End the record, as the response is complete.
	 */
	void completed() {
		finish(null, false);
	}

	/**
	 * End the record, as nobody handled an exception.
	 * @param failure the exception
	 */
	void failed(Throwable failure) {
		finish(failure, false);
	}

	/**
	 * End the record, as the client went away.
	 */
	void cancelled() {
		finish(null, true);
	}

	private void finish(@Nullable Throwable escaped, boolean cancelled) {
		if (hasEnded()) {
			return;
		}
		try {
			Map<String, Object> attributes = this.request.getAttributes();
			HttpRoute route = ReactiveRoutes.routeOf(attributes, method(), contextPath(), this.telemetry.routes());
			if (route != null) {
				route(route);
			}
			ServerRequestObservationContext observed = (ServerRequestObservationContext) attributes
				.get(ServerRequestObservationContext.CURRENT_OBSERVATION_CONTEXT_ATTRIBUTE);
			boolean gone = cancelled || (observed != null && observed.isConnectionAborted());
			int status = status(escaped, gone);
			Throwable failure = escaped;
			if (failure == null && status >= 500) {
				failure = handled(attributes, observed);
			}
			end(status, failure, gone);
		}
		catch (Throwable ex) {
			this.telemetry.failed(ex);
			end(0, escaped, cancelled);
		}
	}

	private int status(@Nullable Throwable escaped, boolean gone) {
		if (!this.response.isCommitted()) {
			if (gone) {
				return 0;
			}
			if (escaped != null) {
				// The server answers so, once this has returned.
				return 500;
			}
		}
		HttpStatusCode status = this.response.getStatusCode();
		return (status != null) ? status.value() : OK;
	}

	private @Nullable Throwable handled(Map<String, Object> attributes,
			@Nullable ServerRequestObservationContext observed) {
		if (attributes.get(ExceptionHandlingWebHandler.HANDLED_WEB_EXCEPTION) instanceof Throwable exception) {
			return exception;
		}
		if (observed != null && observed.getError() != null) {
			return observed.getError();
		}
		return this.resolving;
	}

	/**
	 * End the record of a request that became a WebSocket, which has no response to wait
	 * for.
	 */
	private void upgrade() {
		Map<String, Object> attributes = this.request.getAttributes();
		HttpStatusCode status = this.response.getStatusCode();
		if (attributes.get(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof WebSocketHandler
				&& (status == null || status.value() == OK)) {
			HttpRoute route = ReactiveRoutes.routeOf(attributes, method(), contextPath(), this.telemetry.routes());
			if (route != null) {
				route(route);
			}
			end(101, null, false);
		}
	}

	/**
	 * Return the path of the application, without what a proxy's header can put before
	 * it.
	 * @return the path, empty for the root
	 */
	private String contextPath() {
		String path = this.received.getPath().contextPath().value();
		if (path.isEmpty() || this.connection == null) {
			return path;
		}
		String prefix = this.connection.forwardedPrefix(this.nativeRequest);
		return (prefix != null && path.startsWith(prefix)) ? path.substring(prefix.length()) : path;
	}

	@Override
	protected Context extract(TextMapPropagator propagator, Context context) {
		return propagator.extract(context, this.request.getHeaders(), RequestHeaders.INSTANCE);
	}

	@Override
	protected String requestMethod() {
		return this.request.getMethod().name();
	}

	@Override
	protected String scheme() {
		String scheme = this.request.getURI().getScheme();
		return (scheme != null) ? scheme : "http";
	}

	@Override
	protected String path() {
		String path = this.request.getURI().getRawPath();
		return (path == null || path.isEmpty()) ? "/" : path;
	}

	@Override
	protected @Nullable String query() {
		return this.request.getURI().getRawQuery();
	}

	@Override
	protected @Nullable String userAgent() {
		return this.request.getHeaders().getFirst(HttpHeaders.USER_AGENT);
	}

	@Override
	protected @Nullable String serverAddress() {
		URI uri = this.request.getURI();
		String host = uri.getHost();
		if (host != null) {
			return host;
		}
		// A name that is none by the letter, such as one with an underscore
		String authority = uri.getRawAuthority();
		int port = (authority != null) ? authority.lastIndexOf(':') : -1;
		return (port != -1) ? authority.substring(0, port) : authority;
	}

	@Override
	protected int serverPort() {
		int port = this.request.getURI().getPort();
		if (port != -1) {
			return port;
		}
		return "https".equals(scheme()) ? 443 : 80;
	}

	@Override
	protected @Nullable String clientAddress() {
		InetSocketAddress address = this.request.getRemoteAddress();
		return (address == this.received.getRemoteAddress() && peer() == address) ? peerAddress()
				: Connection.addressOf(address);
	}

	@Override
	protected @Nullable String peerAddress() {
		String address = this.peerAddress;
		if (address == null) {
			address = Connection.addressOf(peer());
			this.peerAddress = address;
		}
		return address;
	}

	@Override
	protected int peerPort() {
		InetSocketAddress address = (peer() instanceof InetSocketAddress socket) ? socket
				: this.received.getRemoteAddress();
		return (address != null) ? address.getPort() : 0;
	}

	@Override
	protected @Nullable String protocol() {
		return (this.connection != null) ? this.connection.protocol(this.nativeRequest) : null;
	}

	@Override
	protected List<String> requestHeader(String name) {
		return this.request.getHeaders().getOrEmpty(name);
	}

	@Override
	protected List<String> responseHeader(String name) {
		return List.copyOf(this.response.getHeaders().getOrEmpty(name));
	}

	private @Nullable Object peer() {
		Object peer = (this.connection != null) ? this.connection.peer(this.nativeRequest) : null;
		return (peer != null) ? peer : this.received.getRemoteAddress();
	}

}
