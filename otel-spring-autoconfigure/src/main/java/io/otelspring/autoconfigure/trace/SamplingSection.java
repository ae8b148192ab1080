// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.PropagationProperties;
import io.otelspring.autoconfigure.TelemetrySection;
import io.otelspring.autoconfigure.config.TelemetryProperties;

/**
 * Shows what decides about traces now.
 */
class SamplingSection implements TelemetrySection {

	private final TraceSampling sampling;

	private final SamplingProperties rules;

	private final KeepProperties keep;

	private final PropagationProperties propagation;

	private final TelemetryProperties properties;

	SamplingSection(TraceSampling sampling, SamplingProperties rules, KeepProperties keep,
			PropagationProperties propagation, TelemetryProperties properties) {
		this.sampling = sampling;
		this.rules = rules;
		this.keep = keep;
		this.propagation = propagation;
		this.properties = properties;
	}

	@Override
	public String name() {
		return "sampling";
	}

	@Override
	public Object value() {
		Map<String, @Nullable Object> section = new LinkedHashMap<>();
		section.put("inForce", this.sampling.isInForce());
		section.put("sampler", this.sampling.description());
		section.put("localRoots", localRoots());
		section.put("configuredRatio", configuredRatio());
		section.put("currentRatio", currentRatio());
		section.put("rules", this.rules.rules().stream().map(SamplingSection::view).toList());
		section.put("keep", keep());
		section.put("trustSampled", this.propagation.trustSampled());
		section.put("acceptFrom", this.propagation.acceptFrom());
		return section;
	}

	private List<String> localRoots() {
		List<String> deciding = new ArrayList<>();
		if (!this.sampling.isInForce()) {
			return List.of("the application's own sampler");
		}
		if (this.sampling.hasRules()) {
			deciding.add("the first rule that matches");
		}
		deciding.add((this.sampling.runtimeRatio() != null) ? "the ratio that was set at run time"
				: "the configured sampler");
		return deciding;
	}

	private @Nullable Double configuredRatio() {
		String sampler = this.properties.get("otel.traces.sampler");
		String argument = this.properties.get("otel.traces.sampler.arg");
		if (sampler == null || !sampler.endsWith("traceidratio")) {
			return null;
		}
		return (argument != null) ? Double.valueOf(argument) : Double.valueOf(1);
	}

	private @Nullable Double currentRatio() {
		Double runtime = this.sampling.runtimeRatio();
		return (runtime != null) ? runtime : configuredRatio();
	}

	private static Map<String, Object> view(SamplingProperties.Rule rule) {
		Map<String, Object> view = new LinkedHashMap<>();
		put(view, "path", rule.path());
		put(view, "method", rule.method());
		put(view, "kind", (rule.kind() != null) ? rule.kind().name() : null);
		put(view, "spanName", rule.spanName());
		put(view, "attribute", rule.attribute().isEmpty() ? null : new TreeMap<>(rule.attribute()));
		put(view, "ratio", rule.ratio());
		return view;
	}

	private static void put(Map<String, Object> view, String key, @Nullable Object value) {
		if (value != null) {
			view.put(key, value);
		}
	}

	private Map<String, @Nullable Object> keep() {
		Map<String, @Nullable Object> view = new LinkedHashMap<>();
		view.put("errors", this.keep.errors());
		view.put("slowerThan", (this.keep.slowerThan() != null) ? this.keep.slowerThan().toString() : null);
		HeldTraces held = this.sampling.held();
		if (held != null) {
			HeldTraces.Counts counts = held.counts();
			view.put("maxSpans", this.keep.maxSpans());
			view.put("heldTraces", counts.heldTraces());
			view.put("heldSpans", counts.heldSpans());
			view.put("keptTraces", counts.keptTraces());
			view.put("keptSpans", counts.keptSpans());
			view.put("lostSpans", counts.lostSpans());
			view.put("refusedTraces", counts.refusedTraces());
		}
		return view;
	}

}
