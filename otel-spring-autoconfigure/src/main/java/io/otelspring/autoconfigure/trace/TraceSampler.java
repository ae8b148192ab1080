// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.LocalSampling;
import io.otelspring.autoconfigure.Suppression;

/**
 * Decides about every span: nothing is recorded where the context says so; about a local
 * root the rules decide, else the ratio that was set at run time, else the configured
 * sampler; a caller's sampled flag is not followed where it is not trusted. What is not
 * sampled can still be recorded, to be exported if its trace turns out to be of interest.
 */
final class TraceSampler implements Sampler {

	private final Sampler configured;

	private final SamplingRules rules;

	private final RuntimeRatio runtimeRatio;

	private final @Nullable HeldTraces held;

	TraceSampler(Sampler configured, SamplingRules rules, RuntimeRatio runtimeRatio, @Nullable HeldTraces held) {
		this.configured = configured;
		this.rules = rules;
		this.runtimeRatio = runtimeRatio;
		this.held = held;
	}

	@Override
	public SamplingResult shouldSample(Context parentContext, String traceId, String name, SpanKind spanKind,
			Attributes attributes, List<LinkData> parentLinks) {
		if (Suppression.isSuppressed(parentContext)) {
			return SamplingResult.drop();
		}
		SpanContext parent = Span.fromContext(parentContext).getSpanContext();
		if (!parent.isValid()) {
			return root(parentContext, traceId, name, spanKind, attributes, parentLinks);
		}
		if (!parent.isRemote()) {
			return child(parent, parentContext, traceId, name, spanKind, attributes, parentLinks);
		}
		if (LocalSampling.isRequired(parentContext)) {
			return root(parentContext.with(Span.getInvalid()), traceId, name, spanKind, attributes, parentLinks);
		}
		return (this.runtimeRatio.sampler() != null) ? follow(parent)
				: this.configured.shouldSample(parentContext, traceId, name, spanKind, attributes, parentLinks);
	}

	private SamplingResult root(Context context, String traceId, String name, SpanKind spanKind, Attributes attributes,
			List<LinkData> parentLinks) {
		SamplingRule rule = this.rules.find(spanKind, name, attributes);
		Sampler runtime = (rule == null) ? this.runtimeRatio.sampler() : null;
		Sampler deciding = (rule != null) ? rule.sampler : (runtime != null) ? runtime : this.configured;
		SamplingResult result = deciding.shouldSample(context, traceId, name, spanKind, attributes, parentLinks);
		return (this.held != null && isDropped(result) && this.held.hasRoom()) ? RecordOnly.insteadOf(result) : result;
	}

	// A trace is whole: where a rule or the ratio may have decided about its root, the
	// configured sampler, which may not look at parents, is not asked about the rest.
	private SamplingResult child(SpanContext parent, Context context, String traceId, String name, SpanKind spanKind,
			Attributes attributes, List<LinkData> parentLinks) {
		boolean follow = !this.rules.isEmpty() || this.runtimeRatio.sampler() != null;
		SamplingResult result = follow ? follow(parent)
				: this.configured.shouldSample(context, traceId, name, spanKind, attributes, parentLinks);
		return (this.held != null && isDropped(result) && !parent.isSampled() && this.held.isHeldOrKept(traceId))
				? RecordOnly.insteadOf(result) : result;
	}

	private static SamplingResult follow(SpanContext parent) {
		return parent.isSampled() ? SamplingResult.recordAndSample() : SamplingResult.drop();
	}

	private static boolean isDropped(SamplingResult result) {
		return result.getDecision() == SamplingDecision.DROP;
	}

	@Override
	public String getDescription() {
		return this.configured.getDescription();
	}

	@Override
	public String toString() {
		return getDescription();
	}

}
