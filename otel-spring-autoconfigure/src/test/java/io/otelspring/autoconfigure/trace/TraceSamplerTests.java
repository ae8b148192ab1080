// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.junit.jupiter.api.Test;

import io.otelspring.autoconfigure.LocalSampling;
import io.otelspring.autoconfigure.Suppression;

import static org.assertj.core.api.Assertions.assertThat;

class TraceSamplerTests {

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private static final String SPAN_ID = "b7ad6b7169203331";

	private final RuntimeRatio ratio = new RuntimeRatio();

	private final SamplingRules jobsOnly = new SamplingRules(List
		.of(new SamplingRule(SpanKind.INTERNAL, null, null, new WildcardText("job"), new AttributeCondition[0], 1)));

	@Test
	void configuredSamplerDecidesWhereNothingElseDoes() {
		TraceSampler sampler = sampler(Sampler.alwaysOff(), SamplingRules.NONE, null);
		assertThat(decide(sampler, Context.root())).isEqualTo(SamplingDecision.DROP);
		assertThat(decide(sampler, remote(true))).isEqualTo(SamplingDecision.DROP);
		assertThat(sampler.getDescription()).isEqualTo("AlwaysOffSampler");
	}

	@Test
	void ruleDecidesAboutTheWholeTraceWhateverTheConfiguredSamplerSays() {
		TraceSampler sampler = sampler(Sampler.alwaysOff(), this.jobsOnly, null);
		assertThat(decide(sampler, Context.root())).isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
		assertThat(decide(sampler, local(true))).isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
		assertThat(decide(sampler, local(false))).isEqualTo(SamplingDecision.DROP);
		assertThat(decide(sampler, remote(true))).isEqualTo(SamplingDecision.DROP);
	}

	@Test
	void callerIsFollowedAndNotTheRules() {
		TraceSampler sampler = sampler(Sampler.parentBased(Sampler.alwaysOff()), this.jobsOnly, null);
		assertThat(decide(sampler, remote(true))).isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
		assertThat(decide(sampler, remote(false))).isEqualTo(SamplingDecision.DROP);
	}

	@Test
	void rulesDecideBelowACallerWhoseFlagIsNotTrusted() {
		TraceSampler sampler = sampler(Sampler.parentBased(Sampler.alwaysOff()), this.jobsOnly, null);
		assertThat(decide(sampler, LocalSampling.require(remote(false)))).isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
	}

	@Test
	void ratioAtRunTimeDecidesAfterTheRulesAndFollowsParents() {
		TraceSampler sampler = sampler(Sampler.alwaysOff(), SamplingRules.NONE, null);
		TraceSampler withRules = sampler(Sampler.alwaysOff(), this.jobsOnly, null);
		this.ratio.set(1);
		assertThat(decide(sampler, Context.root())).isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
		assertThat(decide(sampler, remote(true))).isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
		assertThat(decide(sampler, remote(false))).isEqualTo(SamplingDecision.DROP);
		assertThat(decide(sampler, local(true))).isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
		this.ratio.set(0);
		assertThat(decide(sampler, Context.root())).isEqualTo(SamplingDecision.DROP);
		assertThat(decide(sampler, local(true))).isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
		assertThat(decide(withRules, Context.root())).isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
	}

	@Test
	void suppressedContextComesFirst() {
		this.ratio.set(1);
		TraceSampler sampler = sampler(Sampler.alwaysOn(), this.jobsOnly, new HeldTraces(true, null, 10));
		assertThat(decide(sampler, Suppression.suppress(Context.root()))).isEqualTo(SamplingDecision.DROP);
	}

	@Test
	void droppedRootIsRecordedWhileThereIsRoom() {
		TraceSampler sampler = sampler(Sampler.alwaysOff(), SamplingRules.NONE, new HeldTraces(true, null, 1));
		assertThat(decide(sampler, Context.root())).isEqualTo(SamplingDecision.RECORD_ONLY);
		assertThat(decide(sampler, remote(false))).isEqualTo(SamplingDecision.DROP);
		assertThat(decide(sampler, local(false))).isEqualTo(SamplingDecision.DROP);
	}

	@Test
	void recordedOnlyStillHasTheTraceStateOfItsSampler() {
		TraceState changed = TraceState.builder().put("a", "1").build();
		SamplingResult dropped = new SamplingResult() {

			@Override
			public SamplingDecision getDecision() {
				return SamplingDecision.DROP;
			}

			@Override
			public Attributes getAttributes() {
				return Attributes.empty();
			}

			@Override
			public TraceState getUpdatedTraceState(TraceState parentTraceState) {
				return changed;
			}

		};
		SamplingResult result = RecordOnly.insteadOf(dropped);
		assertThat(result.getDecision()).isEqualTo(SamplingDecision.RECORD_ONLY);
		assertThat(result.getUpdatedTraceState(TraceState.getDefault())).isSameAs(changed);
	}

	private TraceSampler sampler(Sampler configured, SamplingRules rules, HeldTraces held) {
		return new TraceSampler(configured, rules, this.ratio, held);
	}

	private static SamplingDecision decide(Sampler sampler, Context parent) {
		return sampler.shouldSample(parent, TRACE_ID, "job", SpanKind.INTERNAL, Attributes.empty(), List.of())
			.getDecision();
	}

	private static Context remote(boolean sampled) {
		return Context.root()
			.with(Span
				.wrap(SpanContext.createFromRemoteParent(TRACE_ID, SPAN_ID, flags(sampled), TraceState.getDefault())));
	}

	private static Context local(boolean sampled) {
		return Context.root()
			.with(Span.wrap(SpanContext.create(TRACE_ID, SPAN_ID, flags(sampled), TraceState.getDefault())));
	}

	private static TraceFlags flags(boolean sampled) {
		return sampled ? TraceFlags.getSampled() : TraceFlags.getDefault();
	}

}
