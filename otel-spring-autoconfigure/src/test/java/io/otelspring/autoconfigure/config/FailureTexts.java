// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * What a user reads when a start fails for a property.
 */
public final class FailureTexts {

	private FailureTexts() {
	}

	/**
	 * Return the text of the failure's analysis.
	 * @param failure the failure
	 * @return the description and the action
	 */
	public static String of(Throwable failure) {
		FailureAnalysis analysis = new InvalidTelemetryPropertyFailureAnalyzer().analyze(failure);
		return (analysis != null) ? analysis.getDescription() + "\n" + analysis.getAction()
				: "not analyzed: " + failure;
	}

}
