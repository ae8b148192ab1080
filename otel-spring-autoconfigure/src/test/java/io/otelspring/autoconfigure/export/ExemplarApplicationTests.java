// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.ReceivedPoint.Exemplar;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whether measurements lead to the traces that they were made in, in what a collector
 * gets from a started application.
 */
class ExemplarApplicationTests {

	private static final String DURATION = "http.server.request.duration";

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private final OtlpCollector collector = OtlpCollector.start();

	@AfterEach
	void stop() {
		this.collector.close();
	}

	@ParameterizedTest
	@CsvSource({ "trace_based,01,true", "trace_based,00,false", "always_on,01,true", "always_on,00,true",
			"always_off,01,false", "always_off,00,false" })
	void filterDecidesWhetherTheDurationOfARequestLeadsToItsTrace(String filter, String flags, boolean expected)
			throws Exception {
		try (ConfigurableApplicationContext context = start(Shop.class, WebApplicationType.SERVLET,
				"otel.metrics.exemplar.filter=" + filter)) {
			order(context, flags);
			assertThat(exemplars(context, DURATION)).extracting(Exemplar::traceId)
				.isEqualTo(expected ? List.of(TRACE) : List.of());
		}
	}

	@Test
	void exemplarIsTheMeasurementOfTheRequestsSpanWhenNothingIsConfigured() throws Exception {
		try (ConfigurableApplicationContext context = start(Shop.class, WebApplicationType.SERVLET)) {
			order(context, "01");
			Exemplar exemplar = exemplars(context, DURATION).get(0);
			assertThat(exemplar.spanId()).isEqualTo(this.collector.awaitSpan("GET /order").spanId());
			assertThat(exemplar.value().doubleValue()).isPositive();
		}
	}

	/**
	 * Exemplars are handed out once. What the end of an application exports again has
	 * none.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "explicit_bucket_histogram", "base2_exponential_bucket_histogram" })
	void histogramOfTheApplicationHasOneExemplarWithTheSdkAlone(String histogram) {
		ConfigurableApplicationContext context = start(SdkAlone.class, WebApplicationType.NONE,
				"otel.exporter.otlp.metrics.default.histogram.aggregation=" + histogram);
		DoubleHistogram weights = context.getBean(Meter.class).histogramBuilder("weights").build();
		Span span = context.getBean(Tracer.class).spanBuilder("pack").startSpan();
		try (Scope scope = span.makeCurrent()) {
			weights.record(7);
		}
		span.end();
		context.close();
		assertThat(received("weights")).singleElement().satisfies((exemplar) -> {
			assertThat(exemplar.traceId()).isEqualTo(span.getSpanContext().getTraceId());
			assertThat(exemplar.spanId()).isEqualTo(span.getSpanContext().getSpanId());
			assertThat(exemplar.value()).isEqualTo(7.0);
		});
	}

	private ConfigurableApplicationContext start(Class<?> application, WebApplicationType type, String... properties) {
		return new SpringApplicationBuilder(application).web(type)
			.properties(properties)
			.properties("server.port=0", "spring.main.banner-mode=off", "logging.level.root=warn",
					"otel.exporter.otlp.endpoint=" + this.collector.httpEndpoint(), "otel.logs.exporter=none",
					"otel.register-global=false")
			.run();
	}

	private static void order(ConfigurableApplicationContext context, String flags) throws Exception {
		URI uri = URI
			.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + "/order");
		HttpResponse<String> response = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri)
				.header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-" + flags)
				.build(), HttpResponse.BodyHandlers.ofString());
		assertThat(response.body()).isEqualTo("ordered");
	}

	// The duration may be measured after its response has been received.
	private List<Exemplar> exemplars(ConfigurableApplicationContext context, String metric) {
		Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
			context.getBean(SdkMeterProvider.class).forceFlush().join(1, TimeUnit.MINUTES);
			return this.collector.metrics().stream().anyMatch((received) -> received.name().equals(metric));
		});
		return received(metric);
	}

	private List<Exemplar> received(String metric) {
		return this.collector.metrics()
			.stream()
			.filter((received) -> received.name().equals(metric))
			.flatMap((received) -> received.points().stream())
			.flatMap((point) -> point.exemplars().stream())
			.toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Shop {

		@GetMapping("/order")
		String order() {
			return "ordered";
		}

	}

	@SpringBootConfiguration
	@ImportAutoConfiguration(OtelSdkAutoConfiguration.class)
	static class SdkAlone {

	}

}
