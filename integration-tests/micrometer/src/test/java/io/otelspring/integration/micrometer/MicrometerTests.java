// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.micrometer;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.otelspring.test.OtlpCollector;
import io.otelspring.test.ReceivedMetric;
import io.otelspring.test.ReceivedPoint;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A web application with Actuator, Prometheus' registry and Micrometer's own OTLP
 * registry on the class path, which has served one request.
 */
@TestInstance(Lifecycle.PER_CLASS)
class MicrometerTests {

	private final HttpClient client = HttpClient.newHttpClient();

	private final OtlpCollector collector = OtlpCollector.start();

	private ConfigurableApplicationContext context;

	private String base;

	@BeforeAll
	void startAndOrder() throws Exception {
		this.context = new SpringApplicationBuilder(Shop.class).web(WebApplicationType.SERVLET)
			.run("--server.port=0", "--otel.exporter.otlp.endpoint=" + this.collector.httpEndpoint(),
					"--otel.metric.export.interval=500ms",
					"--management.endpoints.web.exposure.include=metrics,prometheus,otel",
					"--management.metrics.tags.region=eu");
		this.base = "http://localhost:" + this.context.getEnvironment().getProperty("local.server.port");
		assertThat(get("/order")).isEqualTo("ordered");
		// A request is measured after its answer
		MeterRegistry meters = this.context.getBean(MeterRegistry.class);
		this.collector.await("the meter of the request",
				() -> Optional.ofNullable(meters.find("http.server.requests").timer())
					.filter((timer) -> timer.count() > 0));
	}

	@AfterAll
	void stop() {
		this.context.close();
		this.collector.close();
	}

	@Test
	void micrometersOwnOtlpRegistryIsLeftOut() {
		assertThat(this.context.getBeansOfType(MeterRegistry.class).values())
			.noneMatch((registry) -> registry.getClass().getSimpleName().equals("OtlpMeterRegistry"));
	}

	@Test
	void counterIsASumWithItsTagsAndThoseOfAllMeters() {
		ReceivedMetric counter = this.collector.awaitMetric("shop.orders");
		assertThat(counter.type()).isEqualTo(ReceivedMetric.Type.SUM);
		assertThat(counter.temporality()).isEqualTo(ReceivedMetric.Temporality.CUMULATIVE);
		assertThat(counter.monotonic()).isTrue();
		assertThat(counter.points()).singleElement().satisfies((point) -> {
			assertThat(point.value()).isEqualTo(1.0);
			assertThat(point.attributes()).containsEntry("shop.kind", "book").containsEntry("region", "eu");
		});
	}

	@Test
	void timerIsAHistogramInSeconds() {
		ReceivedMetric timer = this.collector.awaitMetric("shop.packing");
		assertThat(timer.type()).isEqualTo(ReceivedMetric.Type.HISTOGRAM);
		assertThat(timer.unit()).isEqualTo("s");
		assertThat(timer.points().get(0).sum()).isEqualTo(0.25);
	}

	/**
	 * An exemplar is in the first export after its measurement, and in no other.
	 */
	@Test
	void timerLeadsToTheTraceOfItsRequest() {
		String trace = this.collector.awaitSpan("GET /order").traceId();
		this.collector.awaitMetric("shop.packing");
		assertThat(this.collector.metrics()).filteredOn((metric) -> metric.name().equals("shop.packing"))
			.flatExtracting(ReceivedMetric::points)
			.flatExtracting(ReceivedPoint::exemplars)
			.extracting(ReceivedPoint.Exemplar::traceId)
			.containsExactly(trace);
	}

	@Test
	void summaryHasTheUnitOfTheConventions() {
		assertThat(this.collector.awaitMetric("shop.parcels").unit()).isEqualTo("By");
	}

	@Test
	void gaugeIsAskedForItsValue() {
		assertThat(this.collector.awaitMetric("shop.stock").points().get(0).value()).isEqualTo(12.0);
	}

	@Test
	void whatTheConventionsNameIsMeasuredByThem() {
		this.collector.awaitMetric("http.server.request.duration");
		this.collector.awaitMetric("process.uptime");
		this.collector.awaitMetric("jvm.memory.used");
	}

	@Test
	void actuatorReadsMetersAsBefore() throws Exception {
		assertThat(get("/actuator/metrics/shop.orders")).contains("\"statistic\":\"COUNT\"", "\"value\":1.0");
		assertThat(get("/actuator/metrics/shop.packing")).contains("\"value\":0.25");
		assertThat(get("/actuator/metrics/http.server.requests")).contains("\"statistic\":\"COUNT\"");
		assertThat(get("/actuator/metrics/jvm.memory.used")).contains("\"baseUnit\":\"bytes\"");
	}

	@Test
	void prometheusReadsMetersAsBefore() throws Exception {
		assertThat(get("/actuator/prometheus")).contains("shop_orders_total{", "shop_packing_seconds_sum{",
				"http_server_requests_seconds_count{");
	}

	@Test
	void noMetricComesFromTwoSources() {
		this.collector.awaitMetric("jvm.memory.used");
		List<ReceivedMetric> all = this.collector.metrics();
		// The pipeline's exporters each tell of themselves
		Set<String> names = all.stream()
			.map(ReceivedMetric::name)
			.filter((name) -> !name.startsWith("otel.sdk."))
			.collect(Collectors.toCollection(TreeSet::new));
		for (String name : names) {
			assertThat(all.stream()
				.filter((metric) -> metric.name().equals(name))
				.map((metric) -> metric.scope().name())
				.distinct()).as(name).hasSize(1);
		}
	}

	@Test
	void metersThatTheConventionsNameOtherwiseAreLeftOut() {
		this.collector.awaitMetric("shop.packing");
		Set<String> families = this.collector.metrics()
			.stream()
			.filter((metric) -> metric.scope().name().equals("io.otelspring.micrometer"))
			.map(ReceivedMetric::name)
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(families).contains("shop.orders", "shop.packing", "shop.packing.max", "shop.parcels",
				"shop.parcels.max", "shop.stock", "jvm.info", "logback.events", "process.start.time");
		assertThat(families).allSatisfy((name) -> assertThat(name).matches(
				"(shop|application|disk|executor|logback|tomcat)\\..*|jvm\\.(info|compilation\\.time|threads\\.(peak|started)"
						+ "|gc\\.(memory\\.(allocated|promoted)|overhead|concurrent\\.phase\\.time(\\.max)?))"
						+ "|process\\.start\\.time"));
	}

	private String get(String path) throws Exception {
		return this.client
			.send(HttpRequest.newBuilder(URI.create(this.base + path)).build(), HttpResponse.BodyHandlers.ofString())
			.body();
	}

	@SpringBootApplication
	@RestController
	static class Shop {

		private final MeterRegistry registry;

		Shop(MeterRegistry registry) {
			this.registry = registry;
			Gauge.builder("shop.stock", () -> 12).register(registry);
		}

		@GetMapping("/order")
		String order() {
			Counter.builder("shop.orders").tag("shop.kind", "book").register(this.registry).increment();
			Timer.builder("shop.packing").register(this.registry).record(Duration.ofMillis(250));
			DistributionSummary.builder("shop.parcels").baseUnit("bytes").register(this.registry).record(700);
			return "ordered";
		}

	}

}
