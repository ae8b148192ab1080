// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation;

import java.util.List;
import java.util.function.Function;

import io.micrometer.observation.Observation;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * A histogram or counter of a mapping.
 *
 * @param description what the instrument is
 * @param attributes where its attributes come from
 * @param <C> the type of the observation's context
 */
record MappedMetric<C extends Observation.Context>(Description<C> description, List<MappedAttribute<C>> attributes) {

	/**
	 * What an instrument is.
	 *
	 * @param name the name
	 * @param description the description
	 * @param unit the unit
	 * @param buckets the bounds of the buckets, or {@code null} for a counter
	 * @param value what a histogram records, or {@code null} for the duration
	 * @param constants attributes that are the same for all
	 * @param attributes the attributes
	 * @param <C> the type of the observation's context
	 */
	record Description<C extends Observation.Context>(String name, String description, String unit,
			@Nullable List<Double> buckets, @Nullable Function<? super C, ? extends @Nullable Number> value,
			Attributes constants, List<AttributeKey<?>> attributes) {

	}

}
