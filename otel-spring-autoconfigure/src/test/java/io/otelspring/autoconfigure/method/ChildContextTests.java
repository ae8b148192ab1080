// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;

import io.otelspring.annotation.Traced;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Annotated methods of beans in a context and in its child, with one SDK for both.
 */
class ChildContextTests {

	private static final String[] ARGUMENTS = { "--otel.traces.exporter=none", "--otel.metrics.exporter=none",
			"--otel.logs.exporter=none" };

	@Test
	void beansOfBothAreRecordedOnceAndByOneSdk() {
		try (var parent = new SpringApplicationBuilder(Parent.class).web(WebApplicationType.NONE).run(ARGUMENTS);
				var child = new SpringApplicationBuilder(Child.class).web(WebApplicationType.NONE)
					.parent(parent)
					.run(ARGUMENTS)) {
			assertThat(child.getBean(OpenTelemetry.class)).isSameAs(parent.getBean(OpenTelemetry.class));
			child.getBean(Inner.class).work();
			assertThat(parent.getBean(InMemorySpanExporter.class).getFinishedSpanItems()).extracting(SpanData::getName)
				.containsExactly("Outer.work", "Inner.work");
		}
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Parent {

		@Bean
		InMemorySpanExporter exporter() {
			return InMemorySpanExporter.create();
		}

		@Bean
		SdkTracerProvider tracerProvider(InMemorySpanExporter exporter) {
			return SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(exporter)).build();
		}

		@Bean
		Outer outer() {
			return new Outer();
		}

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Child {

		@Bean
		Inner inner(Outer outer) {
			return new Inner(outer);
		}

	}

	static class Outer {

		@Traced
		void work() {
		}

	}

	static class Inner {

		private final Outer outer;

		Inner(Outer outer) {
			this.outer = outer;
		}

		@Traced
		void work() {
			this.outer.work();
		}

	}

}
