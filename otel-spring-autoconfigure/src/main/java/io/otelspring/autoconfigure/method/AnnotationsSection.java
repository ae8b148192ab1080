// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

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
		annotations.put("active", this.report.active().stream().map(AnnotationsSection::view).toList());
		annotations.put("ineffective", this.report.ineffective().stream().map(AnnotationsSection::view).toList());
		return annotations;
	}

	private static Map<String, @Nullable Object> view(ActiveMethod active) {
		Map<String, @Nullable Object> view = new LinkedHashMap<>();
		view.put("method", active.method());
		view.put("annotations", active.annotations());
		view.put("spanName", active.spanName());
		return view;
	}

	private static Map<String, Object> view(IneffectiveAnnotation ineffective) {
		Map<String, Object> view = new LinkedHashMap<>();
		view.put("method", ineffective.method());
		view.put("annotation", ineffective.annotation());
		view.put("reason", ineffective.reason());
		return view;
	}

}
