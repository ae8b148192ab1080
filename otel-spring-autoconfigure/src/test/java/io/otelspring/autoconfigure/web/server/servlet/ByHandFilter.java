// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.servlet;

import java.io.IOException;
import java.util.Collections;
import java.util.List;

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
import io.opentelemetry.semconv.HttpAttributes;
import io.opentelemetry.semconv.NetworkAttributes;
import io.opentelemetry.semconv.ServerAttributes;
import io.opentelemetry.semconv.UrlAttributes;
import io.opentelemetry.semconv.UserAgentAttributes;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * What somebody writes who calls the API directly: one server span with the stable
 * attributes and one histogram. What the real filter costs is measured against it.
 */
final class ByHandFilter extends OncePerRequestFilter {

	private final Tracer tracer;

	private final DoubleHistogram duration;

	private final TextMapPropagator propagator;

	ByHandFilter(OpenTelemetry openTelemetry) {
		this.tracer = openTelemetry.getTracer("by-hand");
		this.duration = openTelemetry.getMeter("by-hand")
			.histogramBuilder("http.server.request.duration")
			.setUnit("s")
			.setExplicitBucketBoundariesAdvice(
					List.of(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0))
			.build();
		this.propagator = openTelemetry.getPropagators().getTextMapPropagator();
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		long start = System.nanoTime();
		Context parent = this.propagator.extract(Context.current(), request, Getter.INSTANCE);
		Span span = this.tracer.spanBuilder(request.getMethod())
			.setParent(parent)
			.setSpanKind(SpanKind.SERVER)
			.setAttribute(HttpAttributes.HTTP_REQUEST_METHOD, request.getMethod())
			.setAttribute(UrlAttributes.URL_PATH, request.getRequestURI())
			.setAttribute(UrlAttributes.URL_SCHEME, request.getScheme())
			.setAttribute(ServerAttributes.SERVER_ADDRESS, request.getServerName())
			.setAttribute(ServerAttributes.SERVER_PORT, request.getServerPort())
			.setAttribute(ClientAttributes.CLIENT_ADDRESS, request.getRemoteAddr())
			.setAttribute(NetworkAttributes.NETWORK_PEER_ADDRESS, request.getRemoteAddr())
			.setAttribute(NetworkAttributes.NETWORK_PEER_PORT, request.getRemotePort())
			.setAttribute(NetworkAttributes.NETWORK_PROTOCOL_VERSION, "1.1")
			.setAttribute(UserAgentAttributes.USER_AGENT_ORIGINAL, request.getHeader("user-agent"))
			.startSpan();
		try (Scope scope = parent.with(span).makeCurrent()) {
			chain.doFilter(request, response);
		}
		catch (Throwable ex) {
			span.recordException(ex);
			span.setStatus(StatusCode.ERROR);
			throw ex;
		}
		finally {
			String route = (String) request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
			span.updateName(request.getMethod() + " " + route);
			span.setAttribute(HttpAttributes.HTTP_ROUTE, route);
			span.setAttribute(HttpAttributes.HTTP_RESPONSE_STATUS_CODE, response.getStatus());
			span.end();
			this.duration.record((System.nanoTime() - start) / 1e9,
					Attributes.builder()
						.put(HttpAttributes.HTTP_REQUEST_METHOD, request.getMethod())
						.put(HttpAttributes.HTTP_ROUTE, route)
						.put(HttpAttributes.HTTP_RESPONSE_STATUS_CODE, (long) response.getStatus())
						.put(UrlAttributes.URL_SCHEME, request.getScheme())
						.put(NetworkAttributes.NETWORK_PROTOCOL_VERSION, "1.1")
						.build());
		}
	}

	private enum Getter implements TextMapGetter<HttpServletRequest> {

		INSTANCE;

		@Override
		public Iterable<String> keys(HttpServletRequest request) {
			return Collections.list(request.getHeaderNames());
		}

		@Override
		public @Nullable String get(@Nullable HttpServletRequest request, String name) {
			return (request != null) ? request.getHeader(name) : null;
		}

	}

}
