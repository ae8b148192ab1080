// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client;

import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.HttpAttributes;
import io.opentelemetry.semconv.NetworkAttributes;
import io.opentelemetry.semconv.ServerAttributes;
import io.opentelemetry.semconv.UrlAttributes;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

import io.otelspring.autoconfigure.redaction.CapturedHeader;
import io.otelspring.autoconfigure.redaction.UrlRedaction;
import io.otelspring.autoconfigure.web.HttpMethods;

/**
 * Starts and completes the spans of HTTP calls.
 */
final class ClientSpans {

	/**
	 * Not among the stable constants.
	 */
	private static final AttributeKey<String> URL_TEMPLATE = AttributeKey.stringKey("url.template");

	private final Tracer tracer;

	private final HttpMethods methods;

	private final UrlRedaction redaction;

	private final List<CapturedHeader> requestHeaders;

	private final List<CapturedHeader> responseHeaders;

	private final UrlTemplates templates = new UrlTemplates();

	ClientSpans(Tracer tracer, HttpMethods methods, UrlRedaction redaction, List<CapturedHeader> requestHeaders,
			List<CapturedHeader> responseHeaders) {
		this.tracer = tracer;
		this.methods = methods;
		this.redaction = redaction;
		this.requestHeaders = requestHeaders;
		this.responseHeaders = responseHeaders;
	}

	Span start(Context parent, Attempt attempt, Target target) {
		String method = this.methods.toRecord(attempt.method().name());
		UrlTemplate template = this.templates.get(attempt.uriTemplate());
		int resendCount = attempt.resendCount();
		String nameOfMethod = HttpMethods.inSpanName(method);
		SpanBuilder builder = this.tracer
			.spanBuilder((template != null) ? template.spanName(nameOfMethod) : nameOfMethod)
			.setParent(parent)
			.setSpanKind(SpanKind.CLIENT);
		boolean bare = isBelowUnsampledSpan(parent);
		if (!bare) {
			describe(builder::setAttribute, attempt, target, method, template);
		}
		Span span = builder.startSpan();
		if (span.isRecording()) {
			if (bare) {
				describe(span::setAttribute, attempt, target, method, template);
			}
			if (method.equals(HttpMethods.OTHER)) {
				span.setAttribute(HttpAttributes.HTTP_REQUEST_METHOD_ORIGINAL, attempt.method().name());
			}
			if (resendCount > 0) {
				span.setAttribute(HttpAttributes.HTTP_REQUEST_RESEND_COUNT, (long) resendCount);
			}
			String version = attempt.protocolVersion();
			if (version != null) {
				span.setAttribute(NetworkAttributes.NETWORK_PROTOCOL_VERSION, version);
			}
		}
		return span;
	}

	// Return whether the sampler has nothing to look at, as it follows a span of this
	// process that is not sampled. Should it record all the same, the attributes are
	// added afterwards.
	private static boolean isBelowUnsampledSpan(Context parent) {
		Span span = Span.fromContext(parent);
		SpanContext context = span.getSpanContext();
		return context.isValid() && !context.isSampled() && !context.isRemote() && !span.isRecording();
	}

	private void describe(AttributeSink sink, Attempt attempt, Target target, String method,
			@Nullable UrlTemplate template) {
		sink.set(HttpAttributes.HTTP_REQUEST_METHOD, method);
		sink.set(ServerAttributes.SERVER_ADDRESS, target.host());
		sink.set(ServerAttributes.SERVER_PORT, target.port());
		sink.set(UrlAttributes.URL_FULL, this.redaction.url(attempt.uri().toString()));
		sink.set(UrlAttributes.URL_SCHEME, target.scheme());
		if (template != null) {
			sink.set(URL_TEMPLATE, template.path());
		}
	}

	void captureRequest(Span span, Attempt attempt) {
		if (!this.requestHeaders.isEmpty()) {
			capture(span, attempt.headers(), this.requestHeaders);
		}
	}

	boolean capturesResponse() {
		return !this.responseHeaders.isEmpty();
	}

	void complete(Span span, Outcome outcome, @Nullable HttpHeaders headers, @Nullable Throwable error) {
		if (outcome.status() != null) {
			span.setAttribute(HttpAttributes.HTTP_RESPONSE_STATUS_CODE, outcome.status());
		}
		if (headers != null) {
			capture(span, headers, this.responseHeaders);
		}
		if (outcome.errorType() != null) {
			span.setAttribute(ErrorAttributes.ERROR_TYPE, outcome.errorType());
			String message = (error != null) ? error.getMessage() : null;
			span.setStatus(StatusCode.ERROR, (message != null) ? message : "");
		}
		if (error != null) {
			span.recordException(error);
		}
	}

	private static void capture(Span span, HttpHeaders headers, List<CapturedHeader> wanted) {
		for (int i = 0; i < wanted.size(); i++) {
			CapturedHeader header = wanted.get(i);
			List<String> values = headers.get(header.name());
			if (values != null) {
				span.setAttribute(header.key(), header.toRecord(values));
			}
		}
	}

	/**
	 * What attributes are set on: a span, or the builder of one.
	 */
	private interface AttributeSink {

		<T> void set(AttributeKey<T> key, T value);

	}

}
