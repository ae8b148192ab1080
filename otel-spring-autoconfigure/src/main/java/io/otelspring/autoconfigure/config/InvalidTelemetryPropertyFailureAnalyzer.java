// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says which property is wrong, where it stands, what it is and what it may be.
 */
class InvalidTelemetryPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidTelemetryPropertyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidTelemetryPropertyException cause) {
		String description = "The configuration of OpenTelemetry is not valid:\n\n"
				+ cause.invalidValues().stream().map(this::describe).collect(Collectors.joining("\n\n"));
		String action = cause.invalidValues()
			.stream()
			.map(InvalidValue::remedy)
			.distinct()
			.collect(Collectors.joining("\n"));
		return new FailureAnalysis(description, action, cause);
	}

	private String describe(InvalidValue invalid) {
		StringBuilder description = new StringBuilder();
		description.append("    Property: ").append(invalid.property().name()).append('\n');
		description.append("    Value: \"").append(invalid.shownValue()).append("\"\n");
		description.append("    Origin: ").append(invalid.value().origin()).append('\n');
		description.append("    Reason: ")
			.append((invalid.reason() != null) ? invalid.reason() : "not one of the accepted values")
			.append((invalid.accepted() != null) ? "\n" : "");
		if (invalid.accepted() != null) {
			description.append("    Accepted: ").append(invalid.accepted());
		}
		return description.toString();
	}

}
