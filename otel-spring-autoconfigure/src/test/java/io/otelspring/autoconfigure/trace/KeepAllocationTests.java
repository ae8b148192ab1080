// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

import java.time.Duration;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

import io.otelspring.autoconfigure.AllocatedBytes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What it costs to hold a trace of three spans: little more than to record it.
 */
class KeepAllocationTests {

	@Test
	void holdingCostsLittleMoreThanRecording(TestReporter reporter) {
		long unsampled = bytes(Sampler.alwaysOff());
		long sampled = bytes(Sampler.alwaysOn());
		long withoutKeep = bytes(sampler(null));
		HeldTraces held = new HeldTraces(true, Duration.ofSeconds(1), 1000);
		SdkTracerProvider provider = SdkTracerProvider.builder()
			.setSampler(sampler(held))
			.addSpanProcessor(new KeepProcessor(held, List.of()))
			.build();
		long holding = bytes(provider.get("test"));
		provider.close();
		String report = "three spans: unsampled %d, sampled %d, unsampled without keep %d, held %d".formatted(unsampled,
				sampled, withoutKeep, holding);
		reporter.publishEntry("bytes", report);
		assertThat(withoutKeep).as(report).isEqualTo(unsampled);
		assertThat(holding).as(report).isBetween(sampled, sampled + 800);
		assertThat(held.counts()).isEqualTo(new HeldTraces.Counts(0, 0, 0, 0, 0, 0));
	}

	private static Sampler sampler(HeldTraces held) {
		return new TraceSampler(Sampler.alwaysOff(), SamplingRules.NONE, new RuntimeRatio(), held);
	}

	private static long bytes(Sampler sampler) {
		return bytes(AllocatedBytes.droppingSdk(sampler).getTracer("test"));
	}

	private static long bytes(Tracer tracer) {
		return AllocatedBytes.perCall(() -> {
			Span root = tracer.spanBuilder("root").setParent(Context.root()).startSpan();
			Context context = Context.root().with(root);
			tracer.spanBuilder("first").setParent(context).startSpan().end();
			tracer.spanBuilder("second").setParent(context).startSpan().end();
			root.end();
		});
	}

}
