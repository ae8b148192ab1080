// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.util.List;
import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says which property is wrong, where it stands, what it is and what it may be.
 */
class InvalidTelemetryPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidTelemetryPropertyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidTelemetryPropertyException cause) {
		return new FailureAnalysis(description(cause.invalidValues()),
				cause.invalidValues().stream().map(InvalidValue::remedy).distinct().collect(Collectors.joining("\n")),
				cause);
	}

	/**
	 * Describe values that are not accepted.
	 * @param invalidValues the values
	 * @return the description, one paragraph for each
	 */
	static String description(List<InvalidValue> invalidValues) {
		return "The configuration of OpenTelemetry is not valid:\n\n" + invalidValues.stream()
			.map(InvalidTelemetryPropertyFailureAnalyzer::describe)
			.collect(Collectors.joining("\n\n"));
	}

	private static String describe(InvalidValue invalid) {
		return "    Property: " + invalid.property() + "\n    Value: \"" + invalid.shownValue() + "\"\n    Origin: "
				+ invalid.origin() + "\n    Reason: " + invalid.reason()
				+ ((invalid.accepted() != null) ? "\n    Accepted: " + invalid.accepted() : "");
	}

}
