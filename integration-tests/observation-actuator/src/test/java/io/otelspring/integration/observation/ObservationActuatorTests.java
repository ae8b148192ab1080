// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.observation;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.otelspring.test.OtlpCollector;
import io.otelspring.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same with the Actuator and Spring Boot's own OpenTelemetry starter on the class
 * path: meters and spans, and no span twice.
 */
@ExtendWith(OutputCaptureExtension.class)
class ObservationActuatorTests {

	private final OtlpCollector collector = OtlpCollector.start();

	@AfterEach
	void stop() {
		this.collector.close();
	}

	@Test
	void oneSpanAndAMeterForEachObservation() throws Exception {
		try (ConfigurableApplicationContext context = run(Application.class)) {
			String body = request(context, "/work");
			assertThat(body).isEqualTo("done");
			ReceivedSpan server = this.collector.awaitSpan("GET /work");
			ReceivedSpan work = this.collector.awaitSpan("work");
			assertThat(work.isChildOf(server)).isTrue();
			assertThat(ofTrace(server)).hasSize(2);
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(meters.get("work").timer().count()).isEqualTo(1);
			assertThat(request(context, "/actuator/otel/instrumentations"))
				.contains("{\"name\":\"observation\",\"active\":true,\"reason\":null}")
				.contains("{\"name\":\"scheduling\",\"active\":true,\"reason\":null}");
		}
	}

	@Test
	void aTracingHandlerOfTheUsersIsLeftOutAndItIsSaid(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run(WithTracingHandler.class)) {
			request(context, "/work");
			ReceivedSpan server = this.collector.awaitSpan("GET /work");
			this.collector.awaitSpan("work");
			assertThat(ofTrace(server)).hasSize(2);
			assertThat(output)
				.containsOnlyOnce("and not by [" + DefaultTracingObservationHandler.class.getName() + "]");
		}
	}

	private List<ReceivedSpan> ofTrace(ReceivedSpan server) {
		return this.collector.spans().stream().filter((span) -> span.traceId().equals(server.traceId())).toList();
	}

	private ConfigurableApplicationContext run(Class<?> application) {
		String[] properties = { "server.port=0", "otel.exporter.otlp.endpoint=" + this.collector.httpEndpoint(),
				"otel.bsp.schedule.delay=100ms", "otel.metrics.exporter=none", "otel.logs.exporter=none",
				"management.endpoints.web.exposure.include=otel", "management.otlp.metrics.export.enabled=false" };
		return new SpringApplicationBuilder(application).properties(properties).run();
	}

	private static String request(ConfigurableApplicationContext context, String path) throws Exception {
		int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
					HttpResponse.BodyHandlers.ofString())
			.body();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Work.class)
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Work.class)
	static class WithTracingHandler {

		@Bean
		DefaultTracingObservationHandler tracingHandler() {
			return new DefaultTracingObservationHandler(Tracer.NOOP);
		}

	}

	@RestController
	static class Work {

		private final ObservationRegistry registry;

		Work(ObservationRegistry registry) {
			this.registry = registry;
		}

		@GetMapping("/work")
		String work() {
			return Observation.createNotStarted("work", this.registry).observe(() -> "done");
		}

	}

}
