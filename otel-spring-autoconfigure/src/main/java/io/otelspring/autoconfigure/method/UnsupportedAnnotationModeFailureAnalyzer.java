// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says why the mode is refused, where it stands and what to write instead.
 */
class UnsupportedAnnotationModeFailureAnalyzer extends AbstractFailureAnalyzer<UnsupportedAnnotationModeException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnsupportedAnnotationModeException cause) {
		String reason = cause.isAspectJ() ? "weaving by AspectJ is not supported yet" : "there is no such mode";
		String description = """
				Annotated methods cannot be intercepted as configured:

				    Property: %s
				    Value: "%s"
				    Origin: %s
				    Reason: %s
				    Accepted: proxy""".formatted(UnsupportedAnnotationModeException.PROPERTY, cause.value(),
				cause.origin(), reason);
		String action = "Remove " + UnsupportedAnnotationModeException.PROPERTY + " or set it to proxy."
				+ (cause.isAspectJ() ? " Methods that a proxy does not see, such as private ones and those that an "
						+ "object calls on itself, can be traced with the OpenTelemetry API." : "");
		return new FailureAnalysis(description, action, cause);
	}

}
