// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.util.LinkedHashMap;
import java.util.Map;

import io.otelspring.autoconfigure.TelemetrySection;

/**
 * Shows which annotations are in effect, and why the others are not.
 */
class AnnotationsSection implements TelemetrySection {

	private final AnnotationReport report;

	AnnotationsSection(AnnotationReport report) {
		this.report = report;
	}

	@Override
	public String name() {
		return "annotations";
	}

	@Override
	public Object value() {
		Map<String, Object> annotations = new LinkedHashMap<>();
		annotations.put("active", this.report.active());
		annotations.put("ineffective", this.report.ineffective());
		return annotations;
	}

}
