// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.FindingSource;

/**
 * Finds rules and other settings of sampling that cannot have the effect that they seem
 * to have.
 */
class SamplingFindings implements FindingSource {

	private static final Pattern HTTP_NAME = Pattern.compile("[A-Z]+ /.*");

	private final TraceSampling sampling;

	private final SamplingProperties rules;

	private final KeepProperties keep;

	SamplingFindings(TraceSampling sampling, SamplingProperties rules, KeepProperties keep) {
		this.sampling = sampling;
		this.rules = rules;
		this.keep = keep;
	}

	@Override
	public List<Finding> findings() {
		List<Finding> findings = new ArrayList<>();
		if (!this.sampling.isInForce() && (!this.rules.rules().isEmpty() || this.keep.isOn())) {
			findings.add(new Finding(Finding.Severity.ERROR,
					"otel.traces.sampling.rules or otel.traces.keep are set, but the application samples in a way of "
							+ "its own",
					"They have no effect: it has an SdkTracerProvider bean, or a customizer that sets another sampler.",
					"Remove that bean or customizer, or these properties. A Sampler bean goes well with them."));
		}
		for (int i = 0; i < this.rules.rules().size(); i++) {
			Finding finding = find(this.rules.rules().get(i), i);
			if (finding != null) {
				findings.add(finding);
			}
		}
		HeldTraces held = this.sampling.held();
		if (held != null) {
			HeldTraces.Counts counts = held.counts();
			if (counts.lostSpans() + counts.refusedTraces() > 0) {
				findings.add(new Finding(Finding.Severity.WARNING,
						counts.lostSpans() + " spans and " + counts.refusedTraces()
								+ " traces did not fit where traces are held until their outcome is known",
						"Traces that failed or were slow are exported incompletely, or not at all.",
						"Raise otel.traces.keep.max-spans above " + this.keep.maxSpans() + "; a trace has at most "
								+ HeldTrace.MAX_SPANS + " spans held in any case."));
			}
		}
		return findings;
	}

	private static @Nullable Finding find(SamplingProperties.Rule rule, int index) {
		String name = rule.spanName();
		if (name == null || rule.kind() == SpanKind.CLIENT || !HTTP_NAME.matcher(name).matches()) {
			return null;
		}
		return new Finding(Finding.Severity.WARNING,
				"otel.traces.sampling.rules[" + index + "].span-name is '" + name + "', which looks like a request",
				"The span of a request gets that name when its route is known, after sampling, so that the rule does not "
						+ "match it.",
				"Write path: " + name.substring(name.indexOf(' ') + 1) + " and method: "
						+ name.substring(0, name.indexOf(' ')) + " instead.");
	}

}
