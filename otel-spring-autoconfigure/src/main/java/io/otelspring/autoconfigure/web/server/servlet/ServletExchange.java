// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.servlet;

import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapPropagator;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.web.server.HttpRoute;
import io.otelspring.autoconfigure.web.server.HttpServerTelemetry;
import io.otelspring.autoconfigure.web.server.PeerAddress;
import io.otelspring.autoconfigure.web.server.ServerExchange;

/**
 * One request to a servlet container, through all its dispatches. It stands in an
 * attribute of the request and, once asynchronous processing began, waits for its
 * completion: what the container tells before that (a timeout, an error) is followed by
 * other listeners that still make the response.
 */
final class ServletExchange extends ServerExchange implements AsyncListener {

	private static final String ATTRIBUTE = ServletExchange.class.getName();

	private final HttpServerTelemetry telemetry;

	private final HttpServletRequest request;

	private final HttpServletResponse response;

	private boolean async;

	private boolean errorDispatch;

	private @Nullable Throwable escaped;

	private @Nullable Throwable resolved;

	private @Nullable Scope kept;

	private ServletExchange(HttpServerTelemetry telemetry, HttpServletRequest request, HttpServletResponse response) {
		super(telemetry);
		this.telemetry = telemetry;
		this.request = request;
		this.response = response;
	}

	static ServletExchange begin(HttpServerTelemetry telemetry, HttpServletRequest request,
			HttpServletResponse response, boolean excluded) {
		ServletExchange exchange = new ServletExchange(telemetry, request, response);
		if (excluded) {
			exchange.suppress();
		}
		else {
			exchange.start();
		}
		request.setAttribute(ATTRIBUTE, exchange);
		return exchange;
	}

	static @Nullable ServletExchange of(ServletRequest request) {
		return (ServletExchange) request.getAttribute(ATTRIBUTE);
	}

	/**
	 * Note that the container dispatches to an error page, whose route and response are
	 * not what was asked for.
	 */
	void errorDispatch() {
		this.errorDispatch = true;
	}

	/**
	 * Note that Spring MVC matched the request. What an error page, an included page or,
	 * once there is a route, a forward was matched to is not what was asked for.
	 * @param request the request as Spring MVC sees it
	 */
	void matched(HttpServletRequest request) {
		if (hasEnded() || this.errorDispatch || route() != null
				|| request.getDispatcherType() == DispatcherType.INCLUDE) {
			return;
		}
		try {
			HttpRoute route = ServletRoutes.routeOf(request, method(), this.telemetry.routes());
			if (route != null) {
				route(route);
			}
		}
		catch (RuntimeException ex) {
			this.telemetry.failed(ex);
		}
	}

	/**
	 * Note an exception that Spring MVC is about to resolve.
	 * @param exception the exception
	 */
	void resolving(Throwable exception) {
		if (this.resolved == null) {
			this.resolved = exception;
		}
	}

	/**
	 * Keep the context current until the container is done with the request, because an
	 * exception escapes to it which it will log.
	 * @param scope the scope of the context
	 * @return whether it is kept, and closed by {@link #destroyed()}
	 */
	boolean keep(Scope scope) {
		if (hasEnded() || this.kept != null || this.request.getDispatcherType() != DispatcherType.REQUEST
				|| this.request.isAsyncStarted()) {
			return false;
		}
		this.kept = scope;
		return true;
	}

	private void closeKept() {
		Scope scope = this.kept;
		if (scope != null) {
			this.kept = null;
			scope.close();
		}
	}

	/**
	 * Note that a dispatch is over, and end the record unless more is to come.
	 * @param failure what the dispatch threw
	 * @param mayDispatchError whether the container comes back to say that the request is
	 * over, so that an error page can be waited for
	 */
	void dispatched(@Nullable Throwable failure, boolean mayDispatchError) {
		if (hasEnded()) {
			return;
		}
		if (failure != null && this.escaped == null) {
			this.escaped = failure;
		}
		try {
			if (!moreIsToCome(failure, mayDispatchError)) {
				finish();
			}
		}
		catch (Throwable ex) {
			this.telemetry.failed(ex);
			finish();
		}
	}

	private boolean moreIsToCome(@Nullable Throwable failure, boolean mayDispatchError) {
		matched(this.request);
		int status = this.response.getStatus();
		if (status < 500) {
			this.resolved = null;
		}
		else if (this.resolved == null) {
			this.resolved = ServletExceptions.ofRequest(this.request);
		}
		if (this.request.isAsyncStarted()) {
			awaitCompletion();
			return true;
		}
		return mayDispatchError && (failure != null || status >= 400);
	}

	/**
	 * Note that the container is done with the request, unless asynchronous processing
	 * has its own end.
	 */
	void destroyed() {
		if (!this.async) {
			finish();
		}
		closeKept();
	}

	@Override
	public void onComplete(AsyncEvent event) {
		finish();
	}

	@Override
	public void onTimeout(AsyncEvent event) {
		// The response to it is made by others; completion follows.
	}

	@Override
	public void onError(AsyncEvent event) {
		if (this.resolved == null) {
			this.resolved = event.getThrowable();
		}
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
		event.getAsyncContext().addListener(this);
	}

	@Override
	protected Context extract(TextMapPropagator propagator, Context context) {
		return propagator.extract(context, this.request, RequestHeaders.INSTANCE);
	}

	@Override
	protected String requestMethod() {
		return this.request.getMethod();
	}

	@Override
	protected String scheme() {
		return this.request.getScheme();
	}

	@Override
	protected String path() {
		String path = this.request.getRequestURI();
		return (path != null) ? path : "/";
	}

	@Override
	protected @Nullable String query() {
		return this.request.getQueryString();
	}

	@Override
	protected @Nullable String userAgent() {
		return this.request.getHeader("user-agent");
	}

	@Override
	protected @Nullable String serverAddress() {
		return this.request.getServerName();
	}

	@Override
	protected int serverPort() {
		return this.request.getServerPort();
	}

	@Override
	protected @Nullable String clientAddress() {
		return this.request.getRemoteAddr();
	}

	@Override
	protected @Nullable String peerAddress() {
		ServletRequest container = containerRequest();
		return (container.getAttribute(PeerAddress.ATTRIBUTE) instanceof String peer) ? peer
				: container.getRemoteAddr();
	}

	@Override
	protected int peerPort() {
		return containerRequest().getRemotePort();
	}

	@Override
	protected @Nullable String protocol() {
		return this.request.getProtocol();
	}

	@Override
	protected List<String> requestHeader(String name) {
		Enumeration<String> values = this.request.getHeaders(name);
		return (values != null) ? Collections.list(values) : List.of();
	}

	@Override
	protected List<String> responseHeader(String name) {
		return List.copyOf(this.response.getHeaders(name));
	}

	/**
	 * Return the request without the wrappers that put the address of a proxy's client in
	 * the place of the peer's.
	 * @return the request of the container
	 */
	private ServletRequest containerRequest() {
		ServletRequest request = this.request;
		while (request instanceof ServletRequestWrapper wrapper) {
			request = wrapper.getRequest();
		}
		return request;
	}

	private void awaitCompletion() {
		// An error page that goes on asynchronously: nobody tells of the end on this
		// thread
		closeKept();
		if (!this.async) {
			this.async = true;
			this.request.getAsyncContext().addListener(this);
		}
	}

	private void finish() {
		if (hasEnded()) {
			return;
		}
		try {
			Throwable failure = ServletExceptions.rootOf(this.escaped);
			int status = this.response.getStatus();
			if (failure != null && status < 400 && !this.response.isCommitted()) {
				// The container answers so, once this has returned.
				status = HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
			}
			if (failure == null && status >= 500) {
				failure = ServletExceptions
					.rootOf((this.resolved != null) ? this.resolved : ServletExceptions.ofRequest(this.request));
			}
			end(status, failure, ServletExceptions.isDisconnect(failure));
		}
		catch (Throwable ex) {
			this.telemetry.failed(ex);
		}
	}

}
