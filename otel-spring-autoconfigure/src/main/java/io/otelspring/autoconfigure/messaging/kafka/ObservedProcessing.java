// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.kafka;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

/**
 * What a listener processes, as its adapter sees it: an observation that is told of
 * failures, of the end of the result, and of where that is handled. All else is ignored.
 */
final class ObservedProcessing extends Processing implements Observation {

	private @Nullable ResultRegistry registry;

	ObservedProcessing(KafkaTelemetry.Instruments instruments, KafkaClient.Destination destination, Span span,
			io.opentelemetry.context.Context parent, Object subject, int count) {
		super(instruments, destination, span, parent, subject, count);
	}

	/**
	 * Note that the listener's adapter will tell when the result ends.
	 * @param registry what the adapter has asked
	 * @return what it tells
	 */
	synchronized Observation observe(ResultRegistry registry) {
		this.registry = registry;
		return this;
	}

	@Override
	boolean isObserved() {
		return this.registry != null;
	}

	@Override
	public Observation error(Throwable error) {
		resultFailed(error);
		return this;
	}

	@Override
	public void stop() {
		resultEnded();
	}

	@Override
	public Scope openScope() {
		ResultRegistry registry = this.registry;
		return (registry != null) ? registry.handle(this, enterResult()) : Scope.NOOP;
	}

	@Override
	public Observation contextualName(@Nullable String contextualName) {
		return this;
	}

	@Override
	public Observation parentObservation(@Nullable Observation parentObservation) {
		return this;
	}

	@Override
	public Observation lowCardinalityKeyValue(KeyValue keyValue) {
		return this;
	}

	@Override
	public Observation highCardinalityKeyValue(KeyValue keyValue) {
		return this;
	}

	@Override
	public Observation observationConvention(ObservationConvention<?> observationConvention) {
		return this;
	}

	@Override
	public Observation event(Event event) {
		return this;
	}

	@Override
	public Observation start() {
		return this;
	}

	@Override
	public Context getContext() {
		return NOOP.getContext();
	}

}
