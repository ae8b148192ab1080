// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db;

import java.time.Instant;
import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.semconv.DbAttributes;
import io.opentelemetry.semconv.ErrorAttributes;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.ExportThread;
import io.otelspring.autoconfigure.Suppression;

/**
 * Records operations of databases: a span and a duration each. Nothing here throws.
 */
public final class DatabaseTelemetry {

	private static final double NANOS_PER_SECOND = 1_000_000_000;

	private static final List<Double> BUCKETS = List.of(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0);

	private static final Log logger = LogFactory.getLog(DatabaseTelemetry.class);

	private final Tracer tracer;

	private final DoubleHistogram duration;

	/**
	 * Create the telemetry of a library.
	 * @param openTelemetry where it goes to
	 * @param scope the name of the instrumentation scope, such as
	 * {@code io.otelspring.jdbc}
	 */
	public DatabaseTelemetry(OpenTelemetry openTelemetry, String scope) {
		this.tracer = openTelemetry.getTracer(scope);
		this.duration = duration(openTelemetry.getMeter(scope));
	}

	/**
	 * Make the histogram of the durations of operations.
	 * @param meter the meter that it belongs to
	 * @return the histogram
	 */
	public static DoubleHistogram duration(Meter meter) {
		return meter.histogramBuilder("db.client.operation.duration")
			.setUnit("s")
			.setDescription("Duration of database client operations.")
			.setExplicitBucketBoundariesAdvice(BUCKETS)
			.build();
	}

	/**
	 * Return whether operations are recorded in a context.
	 * @param context the context
	 * @return whether they are
	 */
	public static boolean isRecorded(Context context) {
		return !Suppression.isSuppressed(context) && !ExportThread.isCurrent();
	}

	/**
	 * Start the span of an operation.
	 * @param parent the context that it belongs to, in which it is recorded
	 * @param operation the operation
	 * @param batchSize the number of operations in a batch, or a negative number where it
	 * is none
	 * @return the context of the operation, which is to be current while it runs, or
	 * {@code null} where the span could not be started
	 */
	public @Nullable Context start(Context parent, DatabaseOperation operation, long batchSize) {
		try {
			return parent.with(startSpan(spanBuilder(parent, operation), parent, operation, batchSize));
		}
		catch (RuntimeException ex) {
			logger.debug("The start of a database operation could not be recorded", ex);
			return null;
		}
	}

	/**
	 * Record an operation that failed before it was known that it is one.
	 * @param parent the context that it belongs to
	 * @param operation the operation
	 * @param nanos how long it took until now
	 * @param error what was thrown
	 */
	public void failed(Context parent, DatabaseOperation operation, long nanos, Throwable error) {
		try {
			SpanBuilder builder = spanBuilder(parent, operation).setStartTimestamp(Instant.now().minusNanos(nanos));
			end(parent.with(startSpan(builder, parent, operation, -1)), operation, nanos, error);
		}
		catch (RuntimeException ex) {
			logger.debug("A database operation could not be recorded", ex);
		}
	}

	private SpanBuilder spanBuilder(Context parent, DatabaseOperation operation) {
		return this.tracer.spanBuilder(operation.spanName()).setParent(parent).setSpanKind(SpanKind.CLIENT);
	}

	private static Span startSpan(SpanBuilder builder, Context parent, DatabaseOperation operation, long batchSize) {
		if (!isBelowUnsampledSpan(parent)) {
			builder.setAllAttributes(operation.attributes());
			if (batchSize >= 0) {
				builder.setAttribute(DbAttributes.DB_OPERATION_BATCH_SIZE, batchSize);
			}
			return builder.startSpan();
		}
		Span span = builder.startSpan();
		if (span.isRecording()) {
			span.setAllAttributes(operation.attributes());
			if (batchSize >= 0) {
				span.setAttribute(DbAttributes.DB_OPERATION_BATCH_SIZE, batchSize);
			}
		}
		return span;
	}

	// Return whether the sampler has nothing to look at, as it follows a span of this
	// process that is not sampled.
	private static boolean isBelowUnsampledSpan(Context parent) {
		Span span = Span.fromContext(parent);
		SpanContext context = span.getSpanContext();
		return context.isValid() && !context.isSampled() && !context.isRemote() && !span.isRecording();
	}

	/**
	 * End the span of an operation and record how long it took.
	 * @param context the context of the operation
	 * @param operation the operation
	 * @param nanos how long it took
	 * @param error what was thrown, if it failed
	 */
	public void end(Context context, DatabaseOperation operation, long nanos, @Nullable Throwable error) {
		end(context, operation, nanos, error,
				(error != null) ? DatabaseFailure.statusCode(error, operation.target().system()) : null);
	}

	/**
	 * End the span of an operation and record how long it took.
	 * @param context the context of the operation
	 * @param operation the operation
	 * @param nanos how long it took
	 * @param error what was thrown, if it failed
	 * @param statusCode the database's code for the failure, if there is one
	 */
	public void end(Context context, DatabaseOperation operation, long nanos, @Nullable Throwable error,
			@Nullable String statusCode) {
		Span span = Span.fromContext(context);
		try {
			String errorType = null;
			if (error != null) {
				errorType = error.getClass().getName();
				if (span.isRecording()) {
					DatabaseFailure.record(span, error, statusCode);
				}
			}
			Attributes attributes = operation.metricAttributes(errorType, statusCode);
			this.duration.record(nanos / NANOS_PER_SECOND, attributes, context);
		}
		catch (RuntimeException ex) {
			logger.debug("The end of a database operation could not be recorded", ex);
		}
		finally {
			span.end();
		}
	}

	/**
	 * End the span of an operation that the database refused without an exception that
	 * would say so here.
	 * @param context the context of the operation
	 * @param operation the operation
	 * @param nanos how long it took
	 * @param statusCode the database's code
	 */
	public void refused(Context context, DatabaseOperation operation, long nanos, String statusCode) {
		Span span = Span.fromContext(context);
		try {
			if (span.isRecording()) {
				span.setAttribute(ErrorAttributes.ERROR_TYPE, statusCode)
					.setAttribute(DbAttributes.DB_RESPONSE_STATUS_CODE, statusCode)
					.setStatus(StatusCode.ERROR);
			}
			this.duration.record(nanos / NANOS_PER_SECOND, operation.metricAttributes(statusCode, statusCode), context);
		}
		catch (RuntimeException ex) {
			logger.debug("The end of a database operation could not be recorded", ex);
		}
		finally {
			span.end();
		}
	}

}
