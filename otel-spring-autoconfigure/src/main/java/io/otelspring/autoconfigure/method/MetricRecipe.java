// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;
import io.opentelemetry.semconv.ErrorAttributes;
import org.jspecify.annotations.Nullable;

/**
 * One counter or histogram of a method. Its attribute sets are made beforehand, one for
 * success and one for each class of exception, unless arguments are dimensions.
 */
final class MetricRecipe {

	private static final int MAX_ERRORS = 64;

	private static final double NANOS_PER_SECOND = 1_000_000_000;

	/** The boundaries that the conventions give to durations of HTTP requests. */
	private static final List<Double> SECONDS = List.of(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5,
			5.0, 7.5, 10.0);

	private final Attributes fixed;

	private final Function<Meter, Instrument> factory;

	private volatile @Nullable Instrument instrument;

	private final Map<String, Attributes> errors = new ConcurrentHashMap<>(2);

	/**
	 * Create the recipe.
	 * @param fixed dimensions that are the same for each call
	 * @param factory makes what records, at the first call
	 */
	private MetricRecipe(Attributes fixed, Function<Meter, Instrument> factory) {
		this.fixed = fixed;
		this.factory = factory;
	}

	static MetricRecipe counter(String name, String unit, String description, Attributes fixed) {
		return new MetricRecipe(fixed, (meter) -> {
			LongCounter counter = meter.counterBuilder(name).setUnit(unit).setDescription(description).build();
			return (nanos, attributes, context) -> counter.add(1, attributes, context);
		});
	}

	static MetricRecipe timer(String name, String description, Attributes fixed) {
		return new MetricRecipe(fixed, (meter) -> {
			DoubleHistogram histogram = meter.histogramBuilder(name)
				.setUnit("s")
				.setDescription(description)
				.setExplicitBucketBoundariesAdvice(SECONDS)
				.build();
			return (nanos, attributes, context) -> histogram.record(nanos / NANOS_PER_SECOND, attributes, context);
		});
	}

	/**
	 * Record one call.
	 * @param meter the meter
	 * @param dimensions dimensions that were read from the arguments
	 * @param errorType the class of the exception, or {@code null} for success
	 * @param nanos how long the call took
	 * @param context the context with the call's span, for exemplars
	 */
	void record(Meter meter, Attributes dimensions, @Nullable String errorType, long nanos, Context context) {
		Instrument known = this.instrument;
		if (known == null) {
			known = this.factory.apply(meter);
			this.instrument = known;
		}
		known.record(nanos, attributes(dimensions, errorType), context);
	}

	private Attributes attributes(Attributes dimensions, @Nullable String errorType) {
		Attributes base = (errorType != null) ? failed(errorType) : this.fixed;
		if (dimensions.isEmpty()) {
			return base;
		}
		return base.isEmpty() ? dimensions : base.toBuilder().putAll(dimensions).build();
	}

	private Attributes failed(String errorType) {
		Attributes known = this.errors.get(errorType);
		if (known != null) {
			return known;
		}
		Attributes made = this.fixed.toBuilder().put(ErrorAttributes.ERROR_TYPE, errorType).build();
		if (this.errors.size() < MAX_ERRORS) {
			this.errors.put(errorType, made);
		}
		return made;
	}

	/**
	 * The counter or histogram behind a recipe.
	 */
	@FunctionalInterface
	private interface Instrument {

		void record(long nanos, Attributes attributes, Context context);

	}

}
