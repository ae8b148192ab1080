// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.baggage;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration;
import io.otelspring.test.AllocatedBytes;

import static org.assertj.core.api.Assertions.assertThat;

class BaggageAutoConfigurationTests {

	private final InMemorySpanExporter spans = InMemorySpanExporter.create();

	private final InMemoryLogRecordExporter logs = InMemoryLogRecordExporter.create();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(OtelSdkAutoConfiguration.class, BaggageAutoConfiguration.class))
		.withBean(SpanExporter.class, () -> this.spans)
		.withBean(LogRecordExporter.class, () -> this.logs)
		.withPropertyValues("otel.traces.exporter=none", "otel.metrics.exporter=none", "otel.logs.exporter=none");

	@Test
	void registeredInAutoConfigurationImports() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, null).getCandidates())
			.contains(BaggageAutoConfiguration.class.getName());
	}

	@Test
	void nothingIsCopiedUnlessItIsListed() {
		this.contextRunner.run((context) -> {
			assertThat(context).doesNotHaveBean(BaggageSpanProcessor.class).doesNotHaveBean(BaggageLogProcessor.class);
			assertThat(span(context, Map.of("tenant", "t1")).isEmpty()).isTrue();
			assertThat(log(context, Map.of("tenant", "t1")).isEmpty()).isTrue();
		});
	}

	@Test
	void listedKeysAreCopiedToSpansAlone() {
		this.contextRunner.withPropertyValues("otel.baggage.span-attributes[0]=tenant").run((context) -> {
			assertThat(span(context, Map.of("tenant", "t1", "other", "x")).asMap())
				.containsOnly(Map.entry(AttributeKey.stringKey("tenant"), "t1"));
			assertThat(log(context, Map.of("tenant", "t1")).isEmpty()).isTrue();
		});
	}

	@Test
	void patternsAreCopiedToLogRecords() {
		this.contextRunner.withPropertyValues("otel.baggage.log-attributes=tenant,shop.*").run((context) -> {
			assertThat(log(context, Map.of("tenant", "t1", "shop.id", "7", "shop", "x", "bishop.id", "y")).asMap())
				.containsOnly(Map.entry(AttributeKey.stringKey("tenant"), "t1"),
						Map.entry(AttributeKey.stringKey("shop.id"), "7"));
			assertThat(span(context, Map.of("tenant", "t1")).isEmpty()).isTrue();
		});
	}

	@Test
	void callerDoesNotChangeWhatWasSeenHere() {
		this.contextRunner.withPropertyValues("otel.baggage.span-attributes=*", "otel.baggage.log-attributes=*")
			.run((context) -> {
				assertThat(span(context, Map.of("known", "forged")).get(AttributeKey.stringKey("known")))
					.isEqualTo("forged");
				Context parent = Context.root().with(baggage(Map.of("known", "forged")));
				OpenTelemetry telemetry = context.getBean(OpenTelemetry.class);
				telemetry.getTracer("test")
					.spanBuilder("span")
					.setParent(parent)
					.setAttribute("known", "seen")
					.startSpan()
					.end();
				telemetry.getLogsBridge()
					.get("test")
					.logRecordBuilder()
					.setContext(parent)
					.setAttribute("known", "seen")
					.emit();
				assertThat(last(context).get(AttributeKey.stringKey("known"))).isEqualTo("seen");
				context.getBean(SdkLoggerProvider.class).forceFlush().join(1, TimeUnit.MINUTES);
				assertThat(this.logs.getFinishedLogRecordItems()
					.get(0)
					.getAttributes()
					.get(AttributeKey.stringKey("known"))).isEqualTo("seen");
			});
	}

	@Test
	void disabledSdkCopiesNothing() {
		this.contextRunner.withPropertyValues("otel.sdk.disabled=true", "otel.baggage.span-attributes=tenant")
			.run((context) -> assertThat(context).doesNotHaveBean(BaggageSpanProcessor.class));
	}

	@Test
	@Tag("allocation")
	void lookingForBaggageThatIsNotThereAllocatesNothing() {
		CopiedBaggage copied = new CopiedBaggage(List.of("tenant", "shop.*"));
		AllocatedBytes.measure(() -> copied.copy(Context.root(), (key, value) -> {
		}), (bytes) -> assertThat(bytes).isZero());
	}

	private Attributes span(ApplicationContext context, Map<String, String> baggage) {
		context.getBean(OpenTelemetry.class)
			.getTracer("test")
			.spanBuilder("span")
			.setParent(Context.root().with(baggage(baggage)))
			.startSpan()
			.end();
		return last(context);
	}

	private Attributes last(ApplicationContext context) {
		context.getBean(SdkTracerProvider.class).forceFlush().join(1, TimeUnit.MINUTES);
		var items = this.spans.getFinishedSpanItems();
		return items.get(items.size() - 1).getAttributes();
	}

	private Attributes log(ApplicationContext context, Map<String, String> baggage) {
		context.getBean(OpenTelemetry.class)
			.getLogsBridge()
			.get("test")
			.logRecordBuilder()
			.setContext(Context.root().with(baggage(baggage)))
			.emit();
		context.getBean(SdkLoggerProvider.class).forceFlush().join(1, TimeUnit.MINUTES);
		Attributes attributes = this.logs.getFinishedLogRecordItems().get(0).getAttributes();
		this.logs.reset();
		return attributes;
	}

	private static Baggage baggage(Map<String, String> entries) {
		BaggageBuilder builder = Baggage.builder();
		entries.forEach(builder::put);
		return builder.build();
	}

}
