// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.servlet;

import java.io.IOException;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.Suppression;
import io.otelspring.autoconfigure.web.server.HttpServerTelemetry;
import io.otelspring.autoconfigure.web.server.RequestExclusions;

/**
 * Records each request, and makes its context current while the container dispatches it:
 * to begin with, again after asynchronous processing, and to an error page.
 */
final class ServletServerFilter implements Filter {

	private static final String TRACE_RESPONSE = "traceresponse";

	private final HttpServerTelemetry telemetry;

	private final RequestExclusions exclusions;

	private final RequestEndListener requestEnd;

	private final @Nullable GrpcServletRequests grpc;

	ServletServerFilter(HttpServerTelemetry telemetry, RequestExclusions exclusions, RequestEndListener requestEnd,
			@Nullable GrpcServletRequests grpc) {
		this.telemetry = telemetry;
		this.exclusions = exclusions;
		this.requestEnd = requestEnd;
		this.grpc = grpc;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (!(request instanceof HttpServletRequest httpRequest)
				|| !(response instanceof HttpServletResponse httpResponse)) {
			chain.doFilter(request, response);
			return;
		}
		ServletExchange exchange = exchange(httpRequest, httpResponse);
		if (exchange == null) {
			chain.doFilter(request, response);
			return;
		}
		Throwable failure = null;
		Scope scope = exchange.context().makeCurrent();
		try {
			chain.doFilter(request, response);
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			boolean told = this.requestEnd.isToldBy(httpRequest);
			if (failure == null || !told || !exchange.keep(scope)) {
				scope.close();
			}
			exchange.dispatched(failure, told);
		}
	}

	private @Nullable ServletExchange exchange(HttpServletRequest request, HttpServletResponse response) {
		try {
			ServletExchange exchange = ServletExchange.of(request);
			if (exchange == null) {
				if (Suppression.isSuppressed(Context.current())) {
					return null;
				}
				if (this.grpc != null && this.grpc.contain(request)) {
					return null;
				}
				exchange = ServletExchange.begin(this.telemetry, request, response,
						this.exclusions.contain(pathOf(request)));
			}
			if (request.getDispatcherType() == DispatcherType.ERROR) {
				exchange.errorDispatch();
			}
			if (this.telemetry.settings().traceResponse() && !response.isCommitted()) {
				String value = exchange.traceResponse();
				if (value != null) {
					response.setHeader(TRACE_RESPONSE, value);
				}
			}
			return exchange;
		}
		catch (Throwable ex) {
			this.telemetry.failed(ex);
			return null;
		}
	}

	private static String pathOf(HttpServletRequest request) {
		String servletPath = request.getServletPath();
		String pathInfo = request.getPathInfo();
		if (pathInfo == null) {
			return servletPath;
		}
		return servletPath.isEmpty() ? pathInfo : servletPath + pathInfo;
	}

}
