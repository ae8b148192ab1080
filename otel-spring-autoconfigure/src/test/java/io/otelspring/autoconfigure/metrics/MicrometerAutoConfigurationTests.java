// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.metrics;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class MicrometerAutoConfigurationTests {

	private final InMemoryMetricReader reader = InMemoryMetricReader.create();

	private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
		.setTracerProvider(SdkTracerProvider.builder().build())
		.setMeterProvider(SdkMeterProvider.builder().registerMetricReader(this.reader).build())
		.build();

	private final ApplicationContextRunner plain = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MicrometerAutoConfiguration.class))
		.withBean(OpenTelemetry.class, this::openTelemetry);

	private final ApplicationContextRunner managed = this.plain
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
				SimpleMetricsExportAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class));

	@Test
	void registeredInAutoConfigurationImports() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, null).getCandidates())
			.contains(MicrometerAutoConfiguration.class.getName());
	}

	@Test
	void bootsRegistryIsStillMadeAndTheCompositeIsInjected() {
		this.managed.run((context) -> {
			assertThat(context).hasSingleBean(SimpleMeterRegistry.class).hasSingleBean(OtelMeterRegistry.class);
			assertThat(context.getBean(MeterRegistry.class)).isInstanceOf(CompositeMeterRegistry.class);
		});
	}

	@Test
	void usersOwnRegistryStays() {
		this.managed.withBean("own", MeterRegistry.class, SimpleMeterRegistry::new).run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			registry.counter("orders").increment();
			assertThat(context.getBean("own", MeterRegistry.class).get("orders").counter().count()).isEqualTo(1);
			assertThat(collect()).containsKey("orders");
		});
	}

	@Test
	void withoutBootsMetricsNoRegistryIsAddedAndTheGlobalOneIsJoined() {
		Set<MeterRegistry> before = Set.copyOf(Metrics.globalRegistry.getRegistries());
		this.plain.withBean("own", MeterRegistry.class, SimpleMeterRegistry::new).run((context) -> {
			assertThat(context).hasSingleBean(MeterRegistry.class);
			Counter counter = Metrics.counter("global.orders");
			counter.increment(2);
			assertThat(value("global.orders")).isEqualTo(2);
			Metrics.globalRegistry.remove(counter);
		});
		assertThat(Metrics.globalRegistry.getRegistries()).isEqualTo(before);
		assertThat(this.reader.collectAllMetrics()).isEmpty();
	}

	@Test
	void usersOwnCompositeIsJoined() {
		this.plain.withBean(CompositeMeterRegistry.class, CompositeMeterRegistry::new).run((context) -> {
			context.getBean(MeterRegistry.class).counter("orders").increment();
			assertThat(value("orders")).isEqualTo(1);
		});
	}

	@Test
	void everyTypeOfMeterArrives() {
		this.managed.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			AtomicInteger source = new AtomicInteger(7);
			Counter.builder("c").baseUnit("bytes").tag("order.kind", "book").register(registry).increment(3);
			Timer.builder("t").register(registry).record(Duration.ofMillis(1500));
			DistributionSummary.builder("d").baseUnit("kg").register(registry).record(4);
			Gauge.builder("g", source, AtomicInteger::get).register(registry);
			TimeGauge.builder("tg", source, TimeUnit.MINUTES, AtomicInteger::get).register(registry);
			FunctionCounter.builder("fc", source, AtomicInteger::get).register(registry);
			FunctionTimer.builder("ft", source, (value) -> 2, (value) -> 500, TimeUnit.MILLISECONDS).register(registry);
			LongTaskTimer.Sample sample = LongTaskTimer.builder("ltt").register(registry).start();
			MultiGauge.builder("mg")
				.register(registry)
				.register(List.of(MultiGauge.Row.of(Tags.of("k", "a"), 1), MultiGauge.Row.of(Tags.of("k", "b"), 2)));
			Map<String, MetricData> metrics = collect();
			assertThat(metrics.keySet()).containsExactlyInAnyOrder("c", "t", "t.max", "d", "d.max", "g", "tg", "fc",
					"ft.count", "ft.sum", "ltt.active", "ltt.duration", "ltt.max", "mg");
			assertThat(metrics.get("c")).satisfies((metric) -> {
				assertThat(metric.getUnit()).isEqualTo("By");
				assertThat(metric.getDoubleSumData().isMonotonic()).isTrue();
				assertThat(metric.getDoubleSumData().getPoints()).singleElement()
					.satisfies((point) -> assertThat(point.getAttributes().get(AttributeKey.stringKey("order.kind")))
						.isEqualTo("book"));
			});
			assertThat(value("c")).isEqualTo(3);
			assertThat(metrics.get("t").getUnit()).isEqualTo("s");
			assertThat(histogram(metrics, "t").getSum()).isEqualTo(1.5);
			assertThat(histogram(metrics, "t").getBoundaries()).startsWith(0.005).endsWith(10.0);
			assertThat(value("t.max")).isEqualTo(1.5);
			assertThat(metrics.get("d").getUnit()).isEqualTo("kg");
			assertThat(histogram(metrics, "d").getSum()).isEqualTo(4);
			assertThat(value("g")).isEqualTo(7);
			assertThat(metrics.get("tg").getUnit()).isEqualTo("s");
			assertThat(value("tg")).isEqualTo(420);
			assertThat(value("fc")).isEqualTo(7);
			assertThat(value("ft.count")).isEqualTo(2);
			assertThat(value("ft.sum")).isEqualTo(0.5);
			assertThat(value("ltt.active")).isEqualTo(1);
			assertThat(metrics.get("mg").getDoubleGaugeData().getPoints()).hasSize(2);
			sample.stop();
		});
	}

	@Test
	void ourMetersCanBeRead() {
		this.managed.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			registry.counter("c").increment(2);
			registry.timer("t").record(Duration.ofSeconds(3));
			registry.summary("d").record(5);
			MeterRegistry ours = context.getBean(OtelMeterRegistry.class);
			assertThat(ours.get("c").counter().count()).isEqualTo(2);
			assertThat(ours.get("t").timer().totalTime(TimeUnit.SECONDS)).isEqualTo(3);
			assertThat(ours.get("t").timer().max(TimeUnit.SECONDS)).isEqualTo(3);
			assertThat(ours.get("d").summary().totalAmount()).isEqualTo(5);
		});
	}

	@Test
	void objectivesAreBoundaries() {
		this.managed.run((context) -> {
			Timer.builder("t")
				.serviceLevelObjectives(Duration.ofMillis(100), Duration.ofSeconds(2))
				.register(context.getBean(MeterRegistry.class))
				.record(Duration.ofSeconds(1));
			assertThat(histogram(collect(), "t").getBoundaries()).containsExactly(0.1, 2.0);
			assertThat(histogram(collect(), "t").getCounts()).containsExactly(0L, 1L, 0L);
		});
	}

	@Test
	void exemplarLeadsToTheSpan() {
		this.managed.run((context) -> {
			Span span = this.sdk.getTracer("test").spanBuilder("order").startSpan();
			try (Scope scope = span.makeCurrent()) {
				context.getBean(MeterRegistry.class).timer("t").record(Duration.ofMillis(3));
			}
			assertThat(histogram(collect(), "t").getExemplars()).singleElement()
				.satisfies((exemplar) -> assertThat(exemplar.getSpanContext().getSpanId())
					.isEqualTo(span.getSpanContext().getSpanId()));
		});
	}

	@Test
	void removedMeterIsNotReportedAnyMore() {
		this.managed.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			Counter first = registry.counter("c", "k", "a");
			registry.counter("c", "k", "b");
			Gauge gauge = Gauge.builder("g", () -> 1).register(registry);
			assertThat(collect().get("c").getDoubleSumData().getPoints()).hasSize(2);
			registry.remove(first);
			registry.remove(gauge);
			assertThat(collect().get("c").getDoubleSumData().getPoints()).hasSize(1);
			assertThat(collect()).doesNotContainKey("g");
		});
	}

	@Test
	void gaugeThatCannotBeReadIsMissing() {
		this.managed.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			Gauge.builder("nan", () -> Double.NaN).register(registry);
			Gauge.builder("broken", () -> {
				throw new IllegalStateException("broken");
			}).register(registry);
			Gauge.builder("good", () -> 1).register(registry);
			assertThat(collect()).containsOnlyKeys("good");
		});
	}

	@Test
	void lastCountsAreThereWhenTheContextHasEndedItsBeans() {
		double[] last = new double[1];
		this.managed.withBean("last", AutoCloseable.class, () -> () -> last[0] = value("c"))
			.run((context) -> context.getBean(MeterRegistry.class).counter("c").increment(4));
		assertThat(last[0]).isEqualTo(4);
		assertThat(this.reader.collectAllMetrics()).isEmpty();
	}

	@Test
	void whatOurInstrumentationsMeasureIsNotSentAgain() {
		this.managed.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			registry.timer("http.server.requests").record(Duration.ofMillis(1));
			registry.counter("hikaricp.connections.timeout").increment();
			registry.counter("jvm.memory.used").increment();
			registry.counter("jvm.info").increment();
			registry.counter("http.server.requestsize").increment();
			assertThat(collect()).containsOnlyKeys("jvm.info", "http.server.requestsize");
			assertThat(context.getBean(SimpleMeterRegistry.class).find("http.server.requests").timer()).isNotNull();
		});
		this.managed.withPropertyValues("otel.instrumentation.http.server.enabled=false").run((context) -> {
			context.getBean(MeterRegistry.class).timer("http.server.requests").record(Duration.ofMillis(1));
			assertThat(collect()).containsKey("http.server.requests");
		});
	}

	@Test
	void filtersAndPropertiesOfTheApplicationApply() {
		this.managed.withBean(MeterFilter.class, () -> MeterFilter.commonTags(Tags.of("region", "eu")))
			.withPropertyValues("management.metrics.enable.hidden=false")
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				registry.counter("hidden").increment();
				registry.counter("shown").increment();
				assertThat(collect()).containsOnlyKeys("shown");
				assertThat(collect().get("shown").getDoubleSumData().getPoints())
					.allSatisfy((point) -> assertThat(point.getAttributes().get(AttributeKey.stringKey("region")))
						.isEqualTo("eu"));
			});
	}

	@Test
	void switchedOff() {
		this.managed.withPropertyValues("otel.instrumentation.micrometer.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(OtelMeterRegistry.class)
				.doesNotHaveBean(MeterRegistryLinks.class));
	}

	@Test
	void classMissing() {
		this.plain.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("otelSpringMeterRegistryLinks"));
	}

	private OpenTelemetry openTelemetry() {
		// Not closed with a context, so that what remains registered can be seen
		return new OpenTelemetry() {

			@Override
			public TracerProvider getTracerProvider() {
				return MicrometerAutoConfigurationTests.this.sdk.getTracerProvider();
			}

			@Override
			public MeterProvider getMeterProvider() {
				return MicrometerAutoConfigurationTests.this.sdk.getMeterProvider();
			}

			@Override
			public ContextPropagators getPropagators() {
				return ContextPropagators.noop();
			}

		};
	}

	private Map<String, MetricData> collect() {
		Collection<MetricData> metrics = this.reader.collectAllMetrics();
		// Fails where a name arrives twice
		return metrics.stream().collect(Collectors.toMap(MetricData::getName, (metric) -> metric));
	}

	private double value(String name) {
		MetricData metric = collect().get(name);
		return (metric.getType() == MetricDataType.DOUBLE_GAUGE)
				? metric.getDoubleGaugeData().getPoints().iterator().next().getValue()
				: metric.getDoubleSumData().getPoints().iterator().next().getValue();
	}

	private static HistogramPointData histogram(Map<String, MetricData> metrics, String name) {
		return metrics.get(name).getHistogramData().getPoints().iterator().next();
	}

}
