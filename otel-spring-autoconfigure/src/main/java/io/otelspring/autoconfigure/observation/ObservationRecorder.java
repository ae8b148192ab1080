// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.semconv.ErrorAttributes;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.BoundedCache;
import io.otelspring.autoconfigure.RecordedExceptions;
import io.otelspring.autoconfigure.Suppression;

/**
 * Records the observations that one mapping is for, or those that none is for.
 *
 * @param <C> the type of the observation's context
 */
final class ObservationRecorder<C extends Observation.Context> {

	private static final int MAX_KEYS = 1024;

	private static final String UNNAMED = "observation";

	private final BoundedCache<String, AttributeKey<String>> keys = new BoundedCache<>(MAX_KEYS,
			AttributeKey::stringKey);

	private final @Nullable ObservationMapping<C> mapping;

	private final Tracer tracer;

	private final List<MetricRecorder<C>> metrics;

	private ObservationRecorder(OpenTelemetry openTelemetry, @Nullable ObservationMapping<C> mapping, String scope) {
		this.mapping = mapping;
		this.tracer = openTelemetry.getTracer(scope);
		Meter meter = openTelemetry.getMeter(scope);
		this.metrics = (mapping != null)
				? mapping.metrics.stream().map((metric) -> new MetricRecorder<>(metric, meter)).toList() : List.of();
	}

	static ObservationRecorder<Observation.Context> generic(OpenTelemetry openTelemetry) {
		return new ObservationRecorder<>(openTelemetry, null, ObservationBridge.SCOPE);
	}

	@SuppressWarnings("unchecked")
	static ObservationRecorder<Observation.Context> of(OpenTelemetry openTelemetry, ObservationMapping<?> mapping) {
		return new ObservationRecorder<>(openTelemetry, (ObservationMapping<Observation.Context>) mapping,
				mapping.scope);
	}

	/**
	 * Begin to record.
	 * @param observed the observation's context
	 * @param parent the context that it starts in, with what was extracted
	 * @return what is known of the observation from now on
	 */
	@SuppressWarnings("unchecked")
	BridgedObservation start(C observed, Context parent) {
		ObservationMapping<C> mapping = this.mapping;
		Context base = parent;
		if (mapping != null) {
			if (mapping.recordedIf != null && !mapping.recordedIf.test(observed)) {
				return BridgedObservation.unrecorded(parent);
			}
			if (mapping.suppressedIf != null && mapping.suppressedIf.test(observed)) {
				return BridgedObservation.replacing(Suppression.suppress(parent));
			}
			base = (mapping.parent != null) ? mapping.parent.apply(observed, parent) : parent;
			if (Suppression.isSuppressed(base)) {
				return BridgedObservation.replacing(base);
			}
		}
		boolean withSpan = mapping == null || mapping.span;
		Span span = withSpan ? startSpan(observed, base) : Span.fromContext(base);
		return BridgedObservation.recorded((ObservationRecorder<Observation.Context>) this, span, base);
	}

	private Span startSpan(C observed, Context parent) {
		SpanBuilder builder = this.tracer.spanBuilder(startName(observed))
			.setParent(parent)
			.setSpanKind(kind(observed));
		ObservationMapping<C> mapping = this.mapping;
		if (mapping == null) {
			for (KeyValue keyValue : observed.getLowCardinalityKeyValues()) {
				builder.setAttribute(this.keys.get(keyValue.getKey()), keyValue.getValue());
			}
			for (KeyValue keyValue : observed.getHighCardinalityKeyValues()) {
				builder.setAttribute(this.keys.get(keyValue.getKey()), keyValue.getValue());
			}
			return builder.startSpan();
		}
		List<MappedAttribute<C>> attributes = mapping.startAttributes;
		for (int i = 0; i < attributes.size(); i++) {
			MappedAttribute<C> attribute = attributes.get(i);
			Object value = attribute.value(observed);
			if (value != null) {
				builder.setAttribute(attribute.key(), value);
			}
		}
		if (mapping.links != null) {
			for (SpanContext link : mapping.links.apply(observed)) {
				if (link.isValid()) {
					builder.addLink(link);
				}
			}
		}
		return builder.startSpan();
	}

	private String startName(C observed) {
		if (this.mapping != null && this.mapping.name != null) {
			String name = this.mapping.name.apply(observed);
			if (name != null) {
				return name;
			}
		}
		String contextual = observed.getContextualName();
		if (contextual != null && !contextual.isEmpty()) {
			return contextual;
		}
		String name = observed.getName();
		return (name != null) ? name : UNNAMED;
	}

	private @Nullable String endName(C observed) {
		if (this.mapping != null) {
			String name = (this.mapping.nameAtEnd != null) ? this.mapping.nameAtEnd.apply(observed) : null;
			if (name != null || this.mapping.name != null) {
				return name;
			}
		}
		return observed.getContextualName();
	}

	private SpanKind kind(C observed) {
		if (this.mapping != null && this.mapping.kind != null) {
			return this.mapping.kind;
		}
		Kind kind = null;
		if (observed instanceof SenderContext<?> sender) {
			kind = sender.getKind();
		}
		else if (observed instanceof ReceiverContext<?> receiver) {
			kind = receiver.getKind();
		}
		if (kind == null) {
			return SpanKind.INTERNAL;
		}
		return switch (kind) {
			case SERVER -> SpanKind.SERVER;
			case CLIENT -> SpanKind.CLIENT;
			case PRODUCER -> SpanKind.PRODUCER;
			case CONSUMER -> SpanKind.CONSUMER;
		};
	}

	void event(BridgedObservation bridged, Observation.Event event) {
		if (this.mapping != null && !(this.mapping.events && this.mapping.span)) {
			return;
		}
		long millis = event.getWallTime();
		if (millis > 0) {
			bridged.span.addEvent(event.getContextualName(), millis, TimeUnit.MILLISECONDS);
		}
		else {
			bridged.span.addEvent(event.getContextualName());
		}
	}

	/**
	 * Record the end.
	 * @param bridged the observation
	 * @param observed its context, as the filters left it
	 */
	void stop(BridgedObservation bridged, C observed) {
		Throwable error = observed.getError();
		String errorType = null;
		if (error != null || (this.mapping != null && this.mapping.errorType != null)) {
			error = (error != null && this.mapping != null) ? this.mapping.error.apply(error) : error;
			errorType = errorType(observed, error);
		}
		try {
			if ((this.mapping == null || this.mapping.span) && bridged.span.isRecording()) {
				complete(bridged.span, observed, error, errorType);
			}
		}
		finally {
			long nanos = System.nanoTime() - bridged.startNanos;
			for (int i = 0; i < this.metrics.size(); i++) {
				this.metrics.get(i).record(observed, nanos, errorType, bridged.context);
			}
		}
	}

	private void complete(Span span, C observed, @Nullable Throwable error, @Nullable String errorType) {
		String name = endName(observed);
		if (name != null && !name.isEmpty()) {
			span.updateName(name);
		}
		if (this.mapping == null) {
			for (KeyValue keyValue : observed.getLowCardinalityKeyValues()) {
				span.setAttribute(this.keys.get(keyValue.getKey()), keyValue.getValue());
			}
			for (KeyValue keyValue : observed.getHighCardinalityKeyValues()) {
				span.setAttribute(this.keys.get(keyValue.getKey()), keyValue.getValue());
			}
		}
		else {
			List<MappedAttribute<C>> attributes = this.mapping.endAttributes;
			for (int i = 0; i < attributes.size(); i++) {
				MappedAttribute<C> attribute = attributes.get(i);
				Object value = attribute.value(observed);
				if (value != null) {
					span.setAttribute(attribute.key(), value);
				}
			}
		}
		if (errorType != null) {
			span.setAttribute(ErrorAttributes.ERROR_TYPE, errorType);
			String message = (error != null) ? error.getMessage() : null;
			span.setStatus(StatusCode.ERROR, (message != null) ? message : "");
			if (error != null && (this.mapping == null || this.mapping.exceptionEvents)
					&& RecordedExceptions.isFirst(error, span.getSpanContext())) {
				span.recordException(error, Attributes.empty());
			}
		}
	}

	private @Nullable String errorType(C observed, @Nullable Throwable error) {
		String errorType = null;
		if (this.mapping != null && this.mapping.errorType != null) {
			errorType = this.mapping.errorType.apply(observed);
		}
		return (errorType == null && error != null) ? error.getClass().getName() : errorType;
	}

	/**
	 * End the span of an observation, whatever happened before.
	 * @param bridged the observation
	 */
	void end(BridgedObservation bridged) {
		if (this.mapping == null || this.mapping.span) {
			bridged.span.end();
		}
	}

}
