// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.diagnosis;

import java.util.LinkedHashMap;
import java.util.Map;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.TelemetrySection;

/**
 * Shows what was found, the worst first.
 */
class FindingsSection implements TelemetrySection {

	private final Findings findings;

	FindingsSection(Findings findings) {
		this.findings = findings;
	}

	@Override
	public String name() {
		return "findings";
	}

	@Override
	public Object value() {
		return this.findings.all().stream().map(FindingsSection::view).toList();
	}

	private static Map<String, Object> view(Finding finding) {
		Map<String, Object> view = new LinkedHashMap<>();
		view.put("severity", finding.severity().name());
		view.put("what", finding.what());
		view.put("why", finding.why());
		view.put("fix", finding.fix());
		return view;
	}

}
