// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client;

import java.io.IOException;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.ClientHttpResponse;

import io.otelspring.autoconfigure.ExportThread;
import io.otelspring.autoconfigure.Suppression;
import io.otelspring.autoconfigure.web.CapturedHeader;
import io.otelspring.autoconfigure.web.HttpDurations;
import io.otelspring.autoconfigure.web.HttpMethods;
import io.otelspring.autoconfigure.web.HttpProperties;
import io.otelspring.autoconfigure.web.RedactionProperties;
import io.otelspring.autoconfigure.web.UrlRedaction;

/**
 * Records one attempt to send a request: a span and a duration, both until the headers of
 * the response are there. Waiting for the body to be read would leave spans open where
 * code does not close its responses.
 */
final class HttpClientTelemetry {

	private static final String SCOPE = "io.otelspring.http.client";

	private static final double NANOS_PER_SECOND = 1_000_000_000;

	private static final Log logger = LogFactory.getLog(HttpClientTelemetry.class);

	private static final TextMapSetter<HttpHeaders> SETTER = (headers, name, value) -> {
		if (headers != null) {
			headers.set(name, value);
		}
	};

	private final TextMapPropagator propagator;

	private final HttpMethods methods;

	private final ClientSpans spans;

	private final DoubleHistogram duration;

	private final Targets targets;

	private final Outcomes outcomes = new Outcomes();

	HttpClientTelemetry(OpenTelemetry openTelemetry, HttpClientProperties properties, HttpProperties http,
			RedactionProperties redaction) {
		this.propagator = openTelemetry.getPropagators().getTextMapPropagator();
		this.methods = new HttpMethods(http.knownMethods());
		this.spans = new ClientSpans(openTelemetry.getTracer(SCOPE), this.methods,
				new UrlRedaction(redaction.queryParameters()),
				CapturedHeader.ofRequests(properties.captureRequestHeaders(), redaction),
				CapturedHeader.ofResponses(properties.captureResponseHeaders(), redaction));
		this.duration = HttpDurations.histogram(openTelemetry.getMeter(SCOPE), "http.client.request.duration",
				"Duration of HTTP client requests.");
		this.targets = new Targets(properties.propagateTo());
	}

	/**
	 * Send the request and record it, unless it takes telemetry away: that would be more
	 * telemetry to take away.
	 * @param attempt the request
	 * @return the response
	 * @throws IOException what sending threw
	 */
	ClientHttpResponse record(Attempt attempt) throws IOException {
		if (ExportThread.isCurrent()) {
			return attempt.send();
		}
		long start = System.nanoTime();
		Target target = null;
		Context context = null;
		try {
			target = this.targets.get(attempt.uri());
			context = begin(Context.current(), attempt, target);
		}
		catch (RuntimeException ex) {
			logger.debug("An HTTP request could not be recorded", ex);
		}
		if (context == null || target == null) {
			return attempt.send();
		}
		ClientHttpResponse response = null;
		Throwable failure = null;
		try (Scope scope = context.makeCurrent()) {
			response = attempt.send();
			return response;
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			end(context, attempt, target, start, response, failure);
		}
	}

	// Start the span and write the headers with which the server continues the trace.
	private @Nullable Context begin(Context parent, Attempt attempt, Target target) {
		if (Suppression.isSuppressed(parent)) {
			inject(parent, attempt, target);
			return null;
		}
		Span span = this.spans.start(parent, attempt, target);
		Context context = parent.with(span);
		inject(context, attempt, target);
		if (span.isRecording()) {
			this.spans.captureRequest(span, attempt.headers());
		}
		return context;
	}

	private void inject(Context context, Attempt attempt, Target target) {
		if (target.propagate()) {
			try {
				this.propagator.inject(context, attempt.headers(), SETTER);
			}
			catch (RuntimeException ex) {
				logger.debug("Trace headers could not be written", ex);
			}
		}
	}

	private void end(Context context, Attempt attempt, Target target, long start, @Nullable ClientHttpResponse response,
			@Nullable Throwable failure) {
		Span span = Span.fromContext(context);
		try {
			Throwable error = (failure != null && !Cancellation.isCause(failure)) ? failure : null;
			int status = 0;
			if (response != null) {
				try {
					status = response.getStatusCode().value();
				}
				catch (IOException | RuntimeException ex) {
					// The caller meets it too, as soon as it looks at the status.
					error = ex;
				}
			}
			Outcome outcome = this.outcomes.get(target, this.methods.toRecord(attempt.method().name()),
					attempt.protocolVersion(), status, (error != null) ? error.getClass().getName() : null);
			if (span.isRecording()) {
				this.spans.complete(span, outcome, response, error);
			}
			this.duration.record((System.nanoTime() - start) / NANOS_PER_SECOND, outcome.metric(), context);
		}
		catch (RuntimeException ex) {
			logger.debug("The end of an HTTP request could not be recorded", ex);
		}
		finally {
			span.end();
		}
	}

}
