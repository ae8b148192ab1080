// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;

import io.otelspring.autoconfigure.LocalSampling;
import io.otelspring.autoconfigure.Suppression;

/**
 * Heeds what the context says before the configured sampler is asked: nothing is recorded
 * where it is suppressed, and a caller's sampled flag is not followed where it is not
 * trusted.
 */
final class ContextSampler implements Sampler {

	private final Sampler sampler;

	ContextSampler(Sampler sampler) {
		this.sampler = sampler;
	}

	@Override
	public SamplingResult shouldSample(Context parentContext, String traceId, String name, SpanKind spanKind,
			Attributes attributes, List<LinkData> parentLinks) {
		if (Suppression.isSuppressed(parentContext)) {
			return SamplingResult.drop();
		}
		Context parent = LocalSampling.isRequired(parentContext) ? parentContext.with(Span.getInvalid())
				: parentContext;
		return this.sampler.shouldSample(parent, traceId, name, spanKind, attributes, parentLinks);
	}

	@Override
	public String getDescription() {
		return this.sampler.getDescription();
	}

	@Override
	public String toString() {
		return getDescription();
	}

}
