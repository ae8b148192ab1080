// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.otelspring.autoconfigure.Suppression;
import io.otelspring.autoconfigure.config.InvalidTelemetryPropertyException;
import io.otelspring.autoconfigure.export.ExportStatus;
import io.otelspring.autoconfigure.export.ExporterStatus;
import io.otelspring.autoconfigure.export.Signal;

import static org.assertj.core.api.Assertions.assertThat;

class OtelSdkAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(OtelSdkAutoConfiguration.class))
		.withPropertyValues("otel.traces.exporter=none", "otel.metrics.exporter=none", "otel.logs.exporter=none");

	@Test
	void registeredInAutoConfigurationImports() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, null).getCandidates())
			.contains(OtelSdkAutoConfiguration.class.getName());
	}

	@Test
	void suppliesEveryBean() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(OpenTelemetry.class)
			.hasSingleBean(SdkTracerProvider.class)
			.hasSingleBean(SdkMeterProvider.class)
			.hasSingleBean(SdkLoggerProvider.class)
			.hasSingleBean(Tracer.class)
			.hasSingleBean(Meter.class)
			.hasSingleBean(ContextPropagators.class)
			.hasSingleBean(Resource.class)
			.hasSingleBean(Sampler.class));
	}

	@Test
	void disabledSuppliesBeansThatDoNothing() {
		this.contextRunner.withPropertyValues("otel.sdk.disabled=true").run((context) -> {
			assertThat(context).hasSingleBean(SdkTracerProvider.class).hasSingleBean(Tracer.class);
			assertThat(context.getBean(OpenTelemetry.class)).isSameAs(OpenTelemetry.noop());
			assertThat(context.getBean(Tracer.class).spanBuilder("span").startSpan().isRecording()).isFalse();
			assertThat(context.getBean(ContextPropagators.class).getTextMapPropagator().fields()).isEmpty();
		});
	}

	@Test
	void usersOpenTelemetryTakesThePlaceOfTheWhole() {
		OpenTelemetry mine = OpenTelemetry.noop();
		this.contextRunner.withBean(OpenTelemetry.class, () -> mine).run((context) -> {
			assertThat(context.getBean(OpenTelemetry.class)).isSameAs(mine);
			assertThat(context).doesNotHaveBean(Sdk.class).hasSingleBean(Tracer.class);
		});
	}

	@Test
	void usersProvidersTakeThePlaceOfOurs() {
		SdkTracerProvider tracers = SdkTracerProvider.builder().build();
		SdkMeterProvider meters = SdkMeterProvider.builder().build();
		SdkLoggerProvider loggers = SdkLoggerProvider.builder().build();
		this.contextRunner
			.withPropertyValues("otel.traces.exporter=otlp", "otel.metrics.exporter=otlp", "otel.logs.exporter=otlp")
			.withBean("tracers", SdkTracerProvider.class, () -> tracers)
			.withBean("meters", SdkMeterProvider.class, () -> meters)
			.withBean("loggers", SdkLoggerProvider.class, () -> loggers)
			.run((context) -> {
				OpenTelemetry openTelemetry = context.getBean(OpenTelemetry.class);
				assertThat(openTelemetry.toString()).contains(tracers.toString());
				assertThat(context.getBean(SdkTracerProvider.class)).isSameAs(tracers);
				assertThat(context.getBean(SdkMeterProvider.class)).isSameAs(meters);
				assertThat(context.getBean(SdkLoggerProvider.class)).isSameAs(loggers);
				assertThat(context.getBean(ExportStatus.class).all()).isEmpty();
			});
	}

	@Test
	void usersExportersReaderAndProcessorArePickedUp() {
		InMemorySpanExporter spans = InMemorySpanExporter.create();
		InMemorySpanExporter processed = InMemorySpanExporter.create();
		InMemoryMetricReader metrics = InMemoryMetricReader.create();
		InMemoryLogRecordExporter logs = InMemoryLogRecordExporter.create();
		this.contextRunner.withBean("mySpans", InMemorySpanExporter.class, () -> spans)
			.withBean("myReader", MetricReader.class, () -> metrics)
			.withBean("myLogs", InMemoryLogRecordExporter.class, () -> logs)
			.withBean("myProcessor", SimpleSpanProcessor.class,
					() -> (SimpleSpanProcessor) SimpleSpanProcessor.create(processed))
			.run((context) -> {
				context.getBean(Tracer.class).spanBuilder("span").startSpan().end();
				context.getBean(Meter.class).counterBuilder("counter").build().add(1);
				context.getBean(OpenTelemetry.class)
					.getLogsBridge()
					.get("test")
					.logRecordBuilder()
					.setBody("log")
					.emit();
				context.getBean(Sdk.class).flush(Duration.ofMinutes(1));
				assertThat(spans.getFinishedSpanItems()).hasSize(1);
				assertThat(processed.getFinishedSpanItems()).hasSize(1);
				assertThat(metrics.collectAllMetrics()).anyMatch((metric) -> metric.getName().equals("counter"));
				assertThat(logs.getFinishedLogRecordItems()).hasSize(1);
				assertThat(context.getBean(ExportStatus.class).of(Signal.TRACES)).extracting(ExporterStatus::name)
					.containsExactly("mySpans");
				assertThat(context.getBean(ExportStatus.class).of(Signal.TRACES)).extracting(ExporterStatus::exported)
					.containsExactly(1L);
			});
	}

	@Test
	void usersSamplerResourceIdGeneratorPropagatorAndCustomizersAreUsed() {
		InMemorySpanExporter spans = InMemorySpanExporter.create();
		this.contextRunner.withBean("mySpans", SpanExporter.class, () -> spans)
			.withBean("myResource", Resource.class, () -> Resource.create(Attributes.builder().put("a", "b").build()))
			.withBean("myIds", IdGenerator.class, FixedIds::new)
			.withBean("myPropagator", TextMapPropagator.class, NamedPropagator::new)
			.withBean("mySampler", Sampler.class, () -> Sampler.traceIdRatioBased(1))
			.withBean(SdkTracerProviderBuilderCustomizer.class,
					() -> (builder) -> builder.addResource(Resource.create(Attributes.builder().put("c", "d").build())))
			.run((context) -> {
				context.getBean(Tracer.class).spanBuilder("span").startSpan().end();
				context.getBean(SdkTracerProvider.class).forceFlush().join(1, TimeUnit.MINUTES);
				assertThat(spans.getFinishedSpanItems()).singleElement().satisfies((span) -> {
					assertThat(span.getSpanId()).isEqualTo("00000000000000ab");
					assertThat(span.getResource().getAttributes().asMap().toString()).contains("a=b", "c=d");
				});
				assertThat(context.getBean(Sampler.class).getDescription()).startsWith("TraceIdRatioBased");
				assertThat(context.getBean(ContextPropagators.class).getTextMapPropagator().fields())
					.contains("traceparent", "baggage", "x-mine");
			});
	}

	@Test
	void traceContextIsOursInItsPlaceAmongTheConfigured() {
		String[] orders = { "tracecontext,baggage", "baggage,tracecontext", "tracecontext",
				"tracecontext,tracecontext" };
		String[][] fields = { { "traceparent", "tracestate", "baggage" }, { "baggage", "traceparent", "tracestate" },
				{ "traceparent", "tracestate" }, { "traceparent", "tracestate" } };
		for (int i = 0; i < orders.length; i++) {
			String[] expected = fields[i];
			this.contextRunner.withPropertyValues("otel.propagators=" + orders[i]).run((context) -> {
				TextMapPropagator propagator = context.getBean(OpenTelemetry.class)
					.getPropagators()
					.getTextMapPropagator();
				assertThat(propagator.fields()).containsExactly(expected);
				assertThat(propagator.toString()).contains("TraceContextPropagator")
					.doesNotContain("W3CTraceContextPropagator");
			});
		}
		this.contextRunner
			.run((context) -> assertThat(context.getBean(ContextPropagators.class).getTextMapPropagator().fields())
				.containsExactly("traceparent", "tracestate", "baggage"));
	}

	@Test
	void extensionCustomizesOurPropagator() {
		List<String> seen = new ArrayList<>();
		AutoConfigurationCustomizerProvider extension = (engine) -> engine
			.addPropagatorCustomizer((propagator, config) -> {
				seen.add(propagator.toString());
				return propagator;
			});
		this.contextRunner.withPropertyValues("otel.propagators=tracecontext")
			.withBean(AutoConfigurationCustomizerProvider.class, () -> extension)
			.run((context) -> assertThat(seen).containsExactly("TraceContextPropagator"));
	}

	@Test
	void usersPropagatorTakesPartOnceAndAloneWithNone() {
		NamedPropagator mine = new NamedPropagator();
		ApplicationContextRunner runner = this.contextRunner.withBean(TextMapPropagator.class, () -> mine);
		runner.run((context) -> {
			context.getBean(ContextPropagators.class).getTextMapPropagator().extract(Context.root(), null, null);
			assertThat(mine.extracted).isZero();
			context.getBean(OpenTelemetry.class)
				.getPropagators()
				.getTextMapPropagator()
				.extract(Context.root(), Map.of(), new NoHeaders());
			assertThat(mine.extracted).isEqualTo(1);
		});
		runner.withPropertyValues("otel.propagators=none")
			.run((context) -> assertThat(context.getBean(ContextPropagators.class).getTextMapPropagator().fields())
				.containsExactly("x-mine"));
	}

	@Test
	void extensionBeansTakePartAsThoseOfTheClassPath() {
		InMemorySpanExporter spans = InMemorySpanExporter.create();
		AutoConfigurationCustomizerProvider extension = (engine) -> engine
			.addResourceCustomizer((resource, config) -> resource.toBuilder().put("extended", true).build())
			.addPropertiesSupplier(() -> Map.of("otel.traces.exporter", "otlp"))
			.addSpanExporterCustomizer((exporter, config) -> spans);
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(OtelSdkAutoConfiguration.class))
			.withPropertyValues("otel.metrics.exporter=none", "otel.logs.exporter=none")
			.withBean(AutoConfigurationCustomizerProvider.class, () -> extension)
			.run((context) -> {
				context.getBean(Tracer.class).spanBuilder("span").startSpan().end();
				context.getBean(SdkTracerProvider.class).forceFlush().join(1, TimeUnit.MINUTES);
				assertThat(spans.getFinishedSpanItems()).singleElement()
					.satisfies((span) -> assertThat(span.getResource().getAttributes().asMap().toString())
						.contains("extended=true"));
			});
	}

	@Test
	void nothingIsRecordedWhereTheContextSaysSo() {
		this.contextRunner.withPropertyValues("otel.traces.sampler=always_on").run((context) -> {
			try (Scope scope = Suppression.suppress(Context.current()).makeCurrent()) {
				Span span = context.getBean(Tracer.class).spanBuilder("span").startSpan();
				assertThat(span.isRecording()).isFalse();
				assertThat(span.getSpanContext().isSampled()).isFalse();
			}
		});
	}

	@Test
	void invalidPropertyFailsTheStart() {
		this.contextRunner.withPropertyValues("otel.bsp.schedule.delay=soon")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidTelemetryPropertyException.class));
	}

	@Test
	void unknownExporterSamplerAndPropagatorFailTheStartWithTheProperty() {
		failsNaming("otel.traces.exporter=logging", "otel.traces.exporter");
		failsNaming("otel.metrics.exporter=graphite", "otel.metrics.exporter");
		failsNaming("otel.logs.exporter=nowhere", "otel.logs.exporter");
		failsNaming("otel.traces.sampler=sometimes", "otel.traces.sampler");
		failsNaming("otel.propagators=pigeon", "otel.propagators");
	}

	private void failsNaming(String property, String name) {
		this.contextRunner.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidTelemetryPropertyException.class)
				.hasMessageContaining(name));
	}

	@Test
	void batchLargerThanQueueFailsTheStart() {
		this.contextRunner
			.withPropertyValues("otel.traces.exporter=otlp", "otel.bsp.max.queue.size=10",
					"otel.bsp.max.export.batch.size=11")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidTelemetryPropertyException.class)
				.hasMessageContaining("otel.bsp.max.export.batch.size"));
	}

	@Test
	void limitsAreKept() {
		InMemorySpanExporter spans = InMemorySpanExporter.create();
		InMemoryLogRecordExporter logs = InMemoryLogRecordExporter.create();
		UnaryOperator<String> three = (property) -> property + "=3";
		this.contextRunner.withBean("mySpans", SpanExporter.class, () -> spans)
			.withBean("myLogs", InMemoryLogRecordExporter.class, () -> logs)
			.withPropertyValues(three.apply("otel.span.attribute.value.length.limit"),
					"otel.event.attribute.count.limit=1", three.apply("otel.logrecord.attribute.value.length.limit"))
			.run((context) -> {
				Span span = context.getBean(Tracer.class).spanBuilder("span").startSpan();
				span.setAttribute("key", "long value");
				span.addEvent("event", Attributes.builder().put("a", "1").put("b", "2").build());
				span.end();
				context.getBean(OpenTelemetry.class)
					.getLogsBridge()
					.get("test")
					.logRecordBuilder()
					.setAttribute(AttributeKey.stringKey("key"), "long value")
					.emit();
				context.getBean(Sdk.class).flush(Duration.ofMinutes(1));
				assertThat(spans.getFinishedSpanItems()).singleElement().satisfies((data) -> {
					assertThat(data.getAttributes().asMap().values()).containsExactly("lon");
					assertThat(data.getEvents().get(0).getAttributes().size()).isEqualTo(1);
				});
				assertThat(logs.getFinishedLogRecordItems().get(0).getAttributes().asMap().values())
					.containsExactly("lon");
			});
	}

	static class FixedIds implements IdGenerator {

		@Override
		public String generateSpanId() {
			return "00000000000000ab";
		}

		@Override
		public String generateTraceId() {
			return "000000000000000000000000000000cd";
		}

	}

	static class NamedPropagator implements TextMapPropagator {

		private int extracted;

		@Override
		public Collection<String> fields() {
			return List.of("x-mine");
		}

		@Override
		public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
		}

		@Override
		public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
			this.extracted++;
			return context;
		}

	}

	static class NoHeaders implements TextMapGetter<Map<String, String>> {

		@Override
		public Iterable<String> keys(Map<String, String> carrier) {
			return List.of();
		}

		@Override
		public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
			return null;
		}

	}

}
