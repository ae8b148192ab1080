// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WatchedSpansTests {

	@Test
	void watchThatFailsHarmsNeitherCallersNorExporters() {
		SpanWatch failing = new SpanWatch() {

			@Override
			public void started(ReadableSpan span) {
				throw new IllegalStateException("for a test");
			}

			@Override
			public void ended(ReadableSpan span) {
				throw new StackOverflowError("for a test");
			}

		};
		InMemorySpanExporter exporter = InMemorySpanExporter.create();
		try (SdkTracerProvider provider = SdkTracerProvider.builder()
			.addSpanProcessor(new WatchedSpans(SimpleSpanProcessor.create(exporter), failing))
			.build()) {
			provider.get("test").spanBuilder("order").startSpan().end();
			assertThat(exporter.getFinishedSpanItems()).hasSize(1);
		}
	}

}
