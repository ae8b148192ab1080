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

import io.otelspring.autoconfigure.SamplingControl;
import io.otelspring.autoconfigure.TelemetrySection;

/**
 * Shows the telemetry of an application, whole or by section; flushes it and changes how
 * much of it is recorded on request.
 */
@Endpoint(id = "otel")
class OtelEndpoint {

	private final List<TelemetrySection> sections;

	private final Runnable flush;

	private final @Nullable SamplingControl sampling;

	OtelEndpoint(List<TelemetrySection> sections, Runnable flush, @Nullable SamplingControl sampling) {
		this.sections = sections;
		this.flush = flush;
		this.sampling = sampling;
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

	/**
	 * Do what needs no more than a name.
	 * @param action {@code flush}
	 * @return nothing
	 */
	@WriteOperation
	@Nullable Object act(@Selector String action) {
		switch (action) {
			case "flush" -> this.flush.run();
			case "sampling" -> throw refused(
					"The ratio is missing: send {\"ratio\": 0.5} as application/json, with a " + "number from 0 to 1");
			default -> throw unknown(action);
		}
		return null;
	}

	/**
	 * Change what takes a value. Whoever sends JSON to {@code flush} may do so too.
	 * @param action {@code sampling}
	 * @param ratio the ratio of traces that are recorded, from 0 to 1
	 * @return nothing
	 */
	@WriteOperation
	@Nullable Object change(@Selector String action, @Nullable Double ratio) {
		if (!action.equals("sampling") || ratio == null) {
			return act(action);
		}
		setRatio(ratio);
		return null;
	}

	private void setRatio(double ratio) {
		if (this.sampling == null) {
			throw refused("There is no sampling to change: the SDK is disabled");
		}
		try {
			this.sampling.setRatio(ratio);
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			throw refused(String.valueOf(ex.getMessage()));
		}
	}

	private static InvalidEndpointRequestException unknown(String action) {
		return refused("There is no operation '" + action + "'; there are 'flush' and 'sampling'");
	}

	private static InvalidEndpointRequestException refused(String message) {
		return new InvalidEndpointRequestException(message, message);
	}

}
