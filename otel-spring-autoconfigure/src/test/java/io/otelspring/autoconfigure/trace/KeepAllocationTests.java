// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

import java.time.Duration;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.otelspring.autoconfigure.DroppingSdk;
import io.otelspring.test.AllocatedBytes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What it costs to hold a trace of three spans: little more than to record it.
 */
@Tag("allocation")
class KeepAllocationTests {

	@Test
	void holdingCostsLittleMoreThanRecording() {
		HeldTraces held = new HeldTraces(true, Duration.ofSeconds(1), 1000);
		SdkTracerProvider provider = SdkTracerProvider.builder()
			.setSampler(sampler(held))
			.addSpanProcessor(new KeepProcessor(held, List.of()))
			.build();
		AllocatedBytes unsampled = bytes("unsampled", tracer(Sampler.alwaysOff()));
		AllocatedBytes sampled = bytes("sampled", tracer(Sampler.alwaysOn()));
		AllocatedBytes withoutKeep = bytes("unsampled without keep", tracer(sampler(null)));
		AllocatedBytes holding = bytes("held", provider.get("test"));
		AllocatedBytes.measure(() -> {
			assertThat(withoutKeep.perCall()).isEqualTo(unsampled.perCall());
			assertThat(holding.beyond(sampled)).isBetween(0L, 800L);
		}, unsampled, sampled, withoutKeep, holding);
		provider.close();
		assertThat(held.counts()).isEqualTo(new HeldTraces.Counts(0, 0, 0, 0, 0, 0));
	}

	private static Sampler sampler(HeldTraces held) {
		return new TraceSampler(Sampler.alwaysOff(), SamplingRules.NONE, new RuntimeRatio(), held);
	}

	private static Tracer tracer(Sampler sampler) {
		return DroppingSdk.create(sampler).getTracer("test");
	}

	private static AllocatedBytes bytes(String name, Tracer tracer) {
		return AllocatedBytes.of(name, () -> {
			Span root = tracer.spanBuilder("root").setParent(Context.root()).startSpan();
			Context context = Context.root().with(root);
			tracer.spanBuilder("first").setParent(context).startSpan().end();
			tracer.spanBuilder("second").setParent(context).startSpan().end();
			root.end();
		});
	}

}
