// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.util.List;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.FindingSource;

/**
 * Finds annotations without effect. They are logged once they have been looked for, after
 * the start.
 */
class AnnotationFindings implements FindingSource {

	private final AnnotationReport report;

	AnnotationFindings(AnnotationReport report) {
		this.report = report;
	}

	@Override
	public List<Finding> findings() {
		List<IneffectiveAnnotation> ineffective = this.report.ineffective();
		return ineffective.isEmpty() ? List.of()
				: List.of(new Finding(Finding.Severity.WARNING, AnnotationReportLogger.message(ineffective),
						"Nothing is recorded there",
						"Do as the reason in brackets says, or remove the annotation; all are listed in section "
								+ "'annotations' of the Actuator endpoint 'otel'"));
	}

	@Override
	public boolean isLogged() {
		return true;
	}

}
