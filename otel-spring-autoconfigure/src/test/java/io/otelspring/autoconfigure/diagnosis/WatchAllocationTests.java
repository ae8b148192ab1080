// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.diagnosis;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.otelspring.autoconfigure.AllocatedBytes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the watch over contexts allocates on the thread that starts and ends spans.
 */
class WatchAllocationTests {

	@ParameterizedTest
	@EnumSource(SpanKind.class)
	void theWatchAllocatesNothing(SpanKind kind) {
		SdkTracerProviderBuilder watched = SdkTracerProvider.builder();
		new LostContexts().customize(watched);
		long without = allocated(SdkTracerProvider.builder(), kind);
		long with = allocated(watched, kind);
		assertThat(with).isEqualTo(without);
	}

	private static long allocated(SdkTracerProviderBuilder builder, SpanKind kind) {
		try (SdkTracerProvider provider = builder.addSpanProcessor(AllocatedBytes.droppingProcessor()).build()) {
			Tracer tracer = provider.get("test");
			return AllocatedBytes.perCall(() -> tracer.spanBuilder("span").setSpanKind(kind).startSpan().end());
		}
	}

}
