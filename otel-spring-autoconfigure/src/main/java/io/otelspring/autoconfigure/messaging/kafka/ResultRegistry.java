// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.kafka;

import java.util.function.Supplier;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Learns from the adapters of listeners when an asynchronous result ends, and makes the
 * context current where they handle it. They tell that to the current observation of
 * their registry. No observation is made with this registry, and the meters that the
 * containers have without observations stay.
 */
final class ResultRegistry implements ObservationRegistry {

	private final ObservationConfig config = new ObservationConfig();

	private final ThreadLocal<Processing> handled = new ThreadLocal<>();

	private final Supplier<@Nullable Processing> processed;

	/**
	 * Create the registry.
	 * @param processed tells what the container on the current thread processes
	 */
	ResultRegistry(Supplier<@Nullable Processing> processed) {
		this.processed = processed;
	}

	@Override
	public @Nullable Observation getCurrentObservation() {
		Processing processing = this.handled.get();
		if (processing == null) {
			processing = this.processed.get();
		}
		if (processing == null) {
			return null;
		}
		processing.observe();
		return new Result(processing, this.handled);
	}

	@Override
	public Observation.@Nullable Scope getCurrentObservationScope() {
		return null;
	}

	@Override
	public void setCurrentObservationScope(Observation.@Nullable Scope current) {
	}

	@Override
	public ObservationConfig observationConfig() {
		return this.config;
	}

	@Override
	public boolean isNoop() {
		return true;
	}

	/**
	 * The result of a listener.
	 */
	private static final class Result implements Observation {

		private final Processing processing;

		private final ThreadLocal<Processing> handled;

		private Result(Processing processing, ThreadLocal<Processing> handled) {
			this.processing = processing;
			this.handled = handled;
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
		public Observation error(Throwable error) {
			this.processing.resultFailed(error);
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

		@Override
		public void stop() {
			this.processing.resultEnded();
		}

		@Override
		public Scope openScope() {
			Processing before = this.handled.get();
			this.handled.set(this.processing);
			return new ResultScope(this, before, this.processing.enterResult());
		}

	}

	/**
	 * Makes the context current while a result is handled.
	 *
	 * @param result the result
	 * @param before what was handled before, if anything
	 * @param open what was opened for it
	 */
	private record ResultScope(Result result, @Nullable Processing before, Scope open) implements Observation.Scope {

		@Override
		public Observation getCurrentObservation() {
			return this.result;
		}

		@Override
		public Observation.@Nullable Scope getPreviousObservationScope() {
			return null;
		}

		@Override
		public void close() {
			this.open.close();
			if (this.before != null) {
				this.result.handled.set(this.before);
			}
			else {
				this.result.handled.remove();
			}
		}

		@Override
		public void reset() {
		}

		@Override
		public void makeCurrent() {
		}

	}

}
