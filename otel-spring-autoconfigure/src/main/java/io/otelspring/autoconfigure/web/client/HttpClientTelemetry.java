// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client;

import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

import io.otelspring.autoconfigure.ExportThread;
import io.otelspring.autoconfigure.HostPatterns;
import io.otelspring.autoconfigure.Suppression;
import io.otelspring.autoconfigure.redaction.CapturedHeader;
import io.otelspring.autoconfigure.redaction.RedactionProperties;
import io.otelspring.autoconfigure.redaction.UrlRedaction;
import io.otelspring.autoconfigure.web.HttpDurations;
import io.otelspring.autoconfigure.web.HttpMethods;
import io.otelspring.autoconfigure.web.HttpProperties;

/**
 * Records attempts to send a request: a span and a duration, both until the headers of
 * the response are there. Waiting for the body to be read would leave spans open where
 * code does not close its responses.
 */
public final class HttpClientTelemetry {

	private static final String SCOPE = "io.otelspring.http.client";

	private static final double NANOS_PER_SECOND = 1_000_000_000;

	private static final Log logger = LogFactory.getLog(HttpClientTelemetry.class);

	private final TraceHeaders headers;

	private final HttpMethods methods;

	private final ClientSpans spans;

	private final DoubleHistogram duration;

	private final Targets targets;

	private final Outcomes outcomes = new Outcomes();

	private final List<CompletedCalls> listeners;

	HttpClientTelemetry(OpenTelemetry openTelemetry, HttpClientProperties properties, HttpProperties http,
			RedactionProperties redaction, List<CompletedCalls> listeners) {
		this.headers = new TraceHeaders(openTelemetry.getPropagators().getTextMapPropagator());
		this.methods = new HttpMethods(http.knownMethods());
		this.spans = new ClientSpans(openTelemetry.getTracer(SCOPE), this.methods,
				new UrlRedaction(redaction.queryParameters()),
				CapturedHeader.ofRequests(properties.captureRequestHeaders(), redaction),
				CapturedHeader.ofResponses(properties.captureResponseHeaders(), redaction));
		this.duration = HttpDurations.histogram(openTelemetry.getMeter(SCOPE), "http.client.request.duration",
				"Duration of HTTP client requests.");
		this.targets = new Targets(HostPatterns.of(properties.propagateTo()));
		this.listeners = List.copyOf(listeners);
	}

	/**
	 * Start the span of an attempt and see to the headers with which the server continues
	 * the trace. Nothing is recorded of what takes telemetry away: that would be more
	 * telemetry to take away.
	 * @param parent the context of the caller
	 * @param attempt the attempt
	 * @return what is to be ended, or {@code null} where nothing is recorded
	 */
	public @Nullable HttpClientCall start(Context parent, Attempt attempt) {
		if (ExportThread.isCurrent()) {
			return null;
		}
		long start = System.nanoTime();
		try {
			Target target = this.targets.get(attempt.uri());
			if (Suppression.isSuppressed(parent)) {
				propagate(parent, attempt, target);
				return null;
			}
			Span span = this.spans.start(parent, attempt, target);
			Context context = parent.with(span);
			propagate(context, attempt, target);
			if (span.isRecording()) {
				this.spans.captureRequest(span, attempt);
			}
			return new HttpClientCall(this, attempt, target, context, start);
		}
		catch (RuntimeException ex) {
			logger.debug("An HTTP request could not be recorded", ex);
			return null;
		}
	}

	private void propagate(Context context, Attempt attempt, Target target) {
		if (target.propagate()) {
			attempt.propagate(context, this.headers);
		}
	}

	boolean capturesResponse() {
		return this.spans.capturesResponse();
	}

	void end(HttpClientCall call, int status, @Nullable HttpHeaders headers, @Nullable Throwable failure) {
		Span span = Span.fromContext(call.context());
		try {
			Attempt attempt = call.attempt();
			Outcome outcome = this.outcomes.get(call.target(), this.methods.toRecord(attempt.method().name()),
					attempt.protocolVersion(), status, (failure != null) ? failure.getClass().getName() : null);
			if (span.isRecording()) {
				this.spans.complete(span, outcome, headers, failure);
			}
			long nanoseconds = System.nanoTime() - call.start();
			this.duration.record(nanoseconds / NANOS_PER_SECOND, outcome.metric(), call.context());
			for (int i = 0; i < this.listeners.size(); i++) {
				this.listeners.get(i).completed(attempt, status, failure, nanoseconds);
			}
		}
		catch (RuntimeException ex) {
			logger.debug("The end of an HTTP request could not be recorded", ex);
		}
		finally {
			span.end();
		}
	}

}
