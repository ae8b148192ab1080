// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.kafka;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
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

	private final ThreadLocal<ObservedProcessing> handled = new ThreadLocal<>();

	private final Supplier<@Nullable ObservedProcessing> processed;

	/**
	 * Create the registry.
	 * @param processed tells what the container on the current thread processes
	 */
	ResultRegistry(Supplier<@Nullable ObservedProcessing> processed) {
		this.processed = processed;
	}

	@Override
	public @Nullable Observation getCurrentObservation() {
		ObservedProcessing processing = this.handled.get();
		if (processing == null) {
			processing = this.processed.get();
		}
		if (processing == null) {
			return null;
		}
		return processing.observe(this);
	}

	/**
	 * Note that a result is handled on this thread.
	 * @param processing what it is the result of
	 * @param open what was opened for it
	 * @return what ends that, and closes what was opened
	 */
	Observation.Scope handle(ObservedProcessing processing, Scope open) {
		ObservedProcessing before = this.handled.get();
		this.handled.set(processing);
		return new ResultScope(this.handled, processing, before, open);
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
	 * Makes the context current while a result is handled.
	 *
	 * @param handled what is handled on each thread
	 * @param processing what it is the result of
	 * @param before what was handled before, if anything
	 * @param open what was opened for it
	 */
	private record ResultScope(ThreadLocal<ObservedProcessing> handled, ObservedProcessing processing,
			@Nullable ObservedProcessing before, Scope open) implements Observation.Scope {

		@Override
		public Observation getCurrentObservation() {
			return this.processing;
		}

		@Override
		public Observation.@Nullable Scope getPreviousObservationScope() {
			return null;
		}

		@Override
		public void close() {
			this.open.close();
			if (this.before != null) {
				this.handled.set(this.before);
			}
			else {
				this.handled.remove();
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
