// SPDX-License-Identifier: Apache-2.0
package com.example.backends;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A backend as a row of the table.
 *
 * @param name its name
 * @param note what is special about the row, or empty
 * @param options what a user gives, with planted keys
 */
record Backend(String name, String note, Map<String, String> options) {

	static final List<Backend> ALL = List.of(new Backend("collector", "", Map.of()),
			new Backend("jaeger", "", Map.of()), new Backend("loki", "", Map.of("tenant", "planted-tenant")),
			new Backend("grafana-cloud", "",
					Map.of("instance-id", "1234567", "api-key", "planted-api-key", "region", "prod-eu-west-2")),
			new Backend("datadog", "agent", Map.of()),
			new Backend("datadog", "direct", Map.of("api-key", "planted-api-key")),
			new Backend("new-relic", "", Map.of("api-key", "planted-api-key")),
			new Backend("honeycomb", "", Map.of("api-key", "planted-api-key", "dataset", "planted-dataset")),
			new Backend("aws", "", Map.of()));

	String title() {
		return "`" + this.name + "`" + (this.note.isEmpty() ? "" : " (" + this.note + ")");
	}

	List<String> arguments() {
		List<String> arguments = new ArrayList<>(List.of("--otel.backend=" + this.name));
		this.options
			.forEach((option, value) -> arguments.add("--otel.backends." + this.name + "." + option + "=" + value));
		return arguments;
	}

}
