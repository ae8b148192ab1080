// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown at start-up where {@code otel.*} properties have values that they cannot have.
 */
public final class InvalidTelemetryPropertyException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final transient List<InvalidValue> invalidValues;

	InvalidTelemetryPropertyException(InvalidValue... invalidValues) {
		this(List.of(invalidValues));
	}

	InvalidTelemetryPropertyException(List<InvalidValue> invalidValues) {
		super(invalidValues.stream()
			.map((invalid) -> "Invalid value '" + invalid.shownValue() + "' of " + invalid.property() + " from "
					+ invalid.origin())
			.collect(Collectors.joining("; ")));
		this.invalidValues = invalidValues;
	}

	List<InvalidValue> invalidValues() {
		return this.invalidValues;
	}

}
