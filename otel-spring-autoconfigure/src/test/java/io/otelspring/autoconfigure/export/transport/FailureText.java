// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.util.ClassUtils;

import io.otelspring.autoconfigure.config.InvalidTelemetryPropertyException;

/**
 * What a user is told about a failure of the start.
 */
final class FailureText {

	private FailureText() {
	}

	static String of(Throwable failure) {
		String analyzer = InvalidTelemetryPropertyException.class.getName().replace("Exception", "FailureAnalyzer");
		FailureAnalysis analysis = ((FailureAnalyzer) BeanUtils
			.instantiateClass(ClassUtils.resolveClassName(analyzer, FailureText.class.getClassLoader())))
			.analyze(failure);
		return analysis.getDescription() + "\n" + analysis.getAction();
	}

}
