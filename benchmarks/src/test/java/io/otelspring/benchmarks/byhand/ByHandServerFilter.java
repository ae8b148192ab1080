// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.byhand;

import java.io.IOException;
import java.util.Collections;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.semconv.ClientAttributes;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.HttpAttributes;
import io.opentelemetry.semconv.NetworkAttributes;
import io.opentelemetry.semconv.ServerAttributes;
import io.opentelemetry.semconv.UrlAttributes;
import io.opentelemetry.semconv.UserAgentAttributes;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.HandlerMapping;

/**
 * A server span with the attributes of the convention, and one histogram; what a sampler
 * needs at the start, the rest only if the span is recorded.
 */
final class ByHandServerFilter implements Filter {

	private static final TextMapGetter<HttpServletRequest> HEADERS = new TextMapGetter<>() {

		@Override
		public Iterable<String> keys(HttpServletRequest request) {
			return Collections.list(request.getHeaderNames());
		}

		@Override
		public @Nullable String get(@Nullable HttpServletRequest request, String key) {
			return (request != null) ? request.getHeader(key) : null;
		}

	};

	private final TextMapPropagator propagator;

	private final Tracer tracer;

	private final DoubleHistogram duration;

	ByHandServerFilter(OpenTelemetry openTelemetry) {
		this.propagator = openTelemetry.getPropagators().getTextMapPropagator();
		this.tracer = openTelemetry.getTracer("by-hand");
		this.duration = Durations.histogram(openTelemetry, "http.server.request.duration");
	}

	@Override
	public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
			throws IOException, ServletException {
		HttpServletRequest request = (HttpServletRequest) servletRequest;
		HttpServletResponse response = (HttpServletResponse) servletResponse;
		long start = System.nanoTime();
		Context parent = this.propagator.extract(Context.current(), request, HEADERS);
		Span span = this.tracer.spanBuilder(request.getMethod())
			.setParent(parent)
			.setSpanKind(SpanKind.SERVER)
			.setAttribute(HttpAttributes.HTTP_REQUEST_METHOD, request.getMethod())
			.setAttribute(UrlAttributes.URL_SCHEME, request.getScheme())
			.setAttribute(UrlAttributes.URL_PATH, request.getRequestURI())
			.startSpan();
		Context context = parent.with(span);
		String error = null;
		try (Scope scope = context.makeCurrent()) {
			chain.doFilter(request, response);
		}
		catch (Throwable ex) {
			error = ex.getClass().getName();
			span.recordException(ex);
			throw ex;
		}
		finally {
			int status = (error != null) ? 500 : response.getStatus();
			String route = (String) request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
			if (span.isRecording()) {
				describe(span, request, route, status, error);
			}
			span.end();
			this.duration.record((System.nanoTime() - start) / 1e9, attributes(request, route, status, error), context);
		}
	}

	private static void describe(Span span, HttpServletRequest request, @Nullable String route, int status,
			@Nullable String error) {
		span.setAttribute(ServerAttributes.SERVER_ADDRESS, request.getServerName());
		span.setAttribute(ServerAttributes.SERVER_PORT, request.getServerPort());
		span.setAttribute(ClientAttributes.CLIENT_ADDRESS, request.getRemoteAddr());
		span.setAttribute(NetworkAttributes.NETWORK_PEER_ADDRESS, request.getRemoteAddr());
		span.setAttribute(NetworkAttributes.NETWORK_PEER_PORT, request.getRemotePort());
		span.setAttribute(NetworkAttributes.NETWORK_PROTOCOL_VERSION, version(request));
		span.setAttribute(UserAgentAttributes.USER_AGENT_ORIGINAL, request.getHeader("User-Agent"));
		span.setAttribute(HttpAttributes.HTTP_RESPONSE_STATUS_CODE, status);
		if (request.getQueryString() != null) {
			span.setAttribute(UrlAttributes.URL_QUERY, request.getQueryString());
		}
		if (route != null) {
			span.setAttribute(HttpAttributes.HTTP_ROUTE, route);
			span.updateName(request.getMethod() + " " + route);
		}
		if (status >= 500) {
			span.setStatus(StatusCode.ERROR);
			span.setAttribute(ErrorAttributes.ERROR_TYPE, (error != null) ? error : Integer.toString(status));
		}
	}

	private static Attributes attributes(HttpServletRequest request, @Nullable String route, int status,
			@Nullable String error) {
		Attributes attributes = Attributes.of(HttpAttributes.HTTP_REQUEST_METHOD, request.getMethod(),
				UrlAttributes.URL_SCHEME, request.getScheme(), HttpAttributes.HTTP_RESPONSE_STATUS_CODE, (long) status,
				HttpAttributes.HTTP_ROUTE, route, NetworkAttributes.NETWORK_PROTOCOL_VERSION, version(request));
		if (status < 500) {
			return attributes;
		}
		return attributes.toBuilder()
			.put(ErrorAttributes.ERROR_TYPE, (error != null) ? error : Integer.toString(status))
			.build();
	}

	private static String version(HttpServletRequest request) {
		String protocol = request.getProtocol();
		return protocol.equals("HTTP/1.1") ? "1.1" : protocol.substring(protocol.indexOf('/') + 1);
	}

}
