// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.byhand;

import java.io.IOException;
import java.net.URI;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.HttpAttributes;
import io.opentelemetry.semconv.ServerAttributes;
import io.opentelemetry.semconv.UrlAttributes;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/**
 * A client span with the attributes that the convention requires, and one histogram.
 */
final class ByHandClientInterceptor implements ClientHttpRequestInterceptor {

	private final TextMapPropagator propagator;

	private final Tracer tracer;

	private final DoubleHistogram duration;

	ByHandClientInterceptor(OpenTelemetry openTelemetry) {
		this.propagator = openTelemetry.getPropagators().getTextMapPropagator();
		this.tracer = openTelemetry.getTracer("by-hand");
		this.duration = Durations.histogram(openTelemetry, "http.client.request.duration");
	}

	@Override
	public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		long start = System.nanoTime();
		URI uri = request.getURI();
		String method = request.getMethod().name();
		Span span = this.tracer.spanBuilder(method)
			.setSpanKind(SpanKind.CLIENT)
			.setAttribute(HttpAttributes.HTTP_REQUEST_METHOD, method)
			.setAttribute(ServerAttributes.SERVER_ADDRESS, uri.getHost())
			.setAttribute(ServerAttributes.SERVER_PORT, (long) uri.getPort())
			.setAttribute(UrlAttributes.URL_FULL, uri.toString())
			.startSpan();
		Context context = Context.current().with(span);
		String error = null;
		int status = 0;
		try (Scope scope = context.makeCurrent()) {
			this.propagator.inject(context, request.getHeaders(), HttpHeaders::set);
			ClientHttpResponse response = execution.execute(request, body);
			status = response.getStatusCode().value();
			error = (status >= 400) ? Integer.toString(status) : null;
			return response;
		}
		catch (Throwable ex) {
			error = ex.getClass().getName();
			span.recordException(ex);
			throw ex;
		}
		finally {
			if (status != 0) {
				span.setAttribute(HttpAttributes.HTTP_RESPONSE_STATUS_CODE, status);
			}
			if (error != null) {
				span.setStatus(StatusCode.ERROR);
				span.setAttribute(ErrorAttributes.ERROR_TYPE, error);
			}
			span.end();
			this.duration.record((System.nanoTime() - start) / 1e9, attributes(method, uri, status, error), context);
		}
	}

	private static Attributes attributes(String method, URI uri, int status, @Nullable String error) {
		return Attributes.of(HttpAttributes.HTTP_REQUEST_METHOD, method, ServerAttributes.SERVER_ADDRESS, uri.getHost(),
				ServerAttributes.SERVER_PORT, (long) uri.getPort(), HttpAttributes.HTTP_RESPONSE_STATUS_CODE,
				(status != 0) ? (long) status : null, ErrorAttributes.ERROR_TYPE, error);
	}

}
