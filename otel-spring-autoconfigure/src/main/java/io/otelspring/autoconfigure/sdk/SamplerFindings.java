// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.util.List;
import java.util.stream.Stream;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.origin.Origin;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.Finding.Severity;
import io.otelspring.autoconfigure.FindingSource;
import io.otelspring.autoconfigure.config.TelemetryProperties;

/**
 * Finds a sampler that drops every trace. It is asked about a trace id that every ratio
 * above zero lets through.
 */
class SamplerFindings implements FindingSource {

	private static final String SAMPLER = "otel.traces.sampler";

	private static final String LUCKY_TRACE_ID = "ffffffffffffffffffffffffffffffff";

	private final TelemetryProperties properties;

	private final ObjectProvider<Sampler> sampler;

	SamplerFindings(TelemetryProperties properties, ObjectProvider<Sampler> sampler) {
		this.properties = properties;
		this.sampler = sampler;
	}

	@Override
	public List<Finding> findings() {
		Sampler sampler = this.sampler.getIfAvailable();
		if (sampler == null || hasRules() || !dropsAll(sampler)) {
			return List.of();
		}
		Origin origin = this.properties.originOf(SAMPLER);
		String argument = this.properties.get(SAMPLER + ".arg");
		String cause = (origin != null && isDropping(this.properties.get(SAMPLER)))
				? SAMPLER + "=" + this.properties.get(SAMPLER)
						+ ((argument != null) ? " with " + SAMPLER + ".arg=" + argument : "") + ", " + origin
				: sampler.getDescription();
		return List.of(new Finding(Severity.WARNING, "The sampler drops every trace that begins here (" + cause + ")",
				"No span is exported but of traces that a caller has sampled",
				"Set " + SAMPLER + "=parentbased_always_on, or parentbased_traceidratio and a ratio above 0 in "
						+ SAMPLER + ".arg; to have no traces at all set otel.traces.exporter=none"));
	}

	/**
	 * Return whether it is the property that drops, and not a ratio that was set at run
	 * time, or a bean.
	 */
	private static boolean isDropping(@Nullable String sampler) {
		return sampler != null && !sampler.endsWith("always_on");
	}

	private boolean hasRules() {
		return this.properties.values().keySet().stream().anyMatch((name) -> name.startsWith("otel.traces.sampling."));
	}

	private static boolean dropsAll(Sampler sampler) {
		return Stream.of(SpanKind.SERVER, SpanKind.CONSUMER, SpanKind.INTERNAL)
			.allMatch((kind) -> sampler
				.shouldSample(Context.root(), LUCKY_TRACE_ID, "GET /", kind, Attributes.empty(), List.of())
				.getDecision() == SamplingDecision.DROP);
	}

}
