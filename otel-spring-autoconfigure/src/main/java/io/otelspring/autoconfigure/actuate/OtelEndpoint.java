// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

import io.otelspring.autoconfigure.TelemetrySection;

/**
 * Shows the telemetry of an application, whole or by section, and flushes it on request.
 */
@Endpoint(id = "otel")
class OtelEndpoint {

	private final List<TelemetrySection> sections;

	private final Runnable flush;

	OtelEndpoint(List<TelemetrySection> sections, Runnable flush) {
		this.sections = sections;
		this.flush = flush;
	}

	@ReadOperation
	Map<String, Object> all() {
		Map<String, Object> all = new LinkedHashMap<>();
		this.sections.forEach((section) -> all.put(section.name(), section.value()));
		return all;
	}

	@ReadOperation
	@Nullable Object section(@Selector String section) {
		for (TelemetrySection candidate : this.sections) {
			if (candidate.name().equals(section)) {
				return candidate.value();
			}
		}
		return null;
	}

	@WriteOperation
	void act(@Selector String action) {
		if (!action.equals("flush")) {
			throw new InvalidEndpointRequestException("There is no operation '" + action + "'; there is 'flush'",
					"Unknown operation");
		}
		this.flush.run();
	}

}
