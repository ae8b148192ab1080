// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.diagnosis;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import io.otelspring.annotation.SpanAttribute;
import io.otelspring.annotation.Traced;
import io.otelspring.autoconfigure.FoundMistakes;
import io.otelspring.autoconfigure.TelemetryFlush;
import io.otelspring.test.OtlpCollector;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A started application that is well until one does something wrong.
 */
@ExtendWith(OutputCaptureExtension.class)
class SpanFindingsTests {

	private final OtlpCollector collector = OtlpCollector.start();

	private ConfigurableApplicationContext context;

	@AfterEach
	void stop() {
		this.context.close();
		this.collector.close();
	}

	private void start(WebApplicationType type) {
		this.context = new SpringApplicationBuilder(Application.class).web(type)
			.run("--server.port=0", "--spring.application.name=shop", "--spring.jmx.enabled=false",
					"--otel.exporter.otlp.endpoint=" + this.collector.httpEndpoint(), "--otel.bsp.max.queue.size=5000",
					"--otel.java.metrics.cardinality.limit=60");
	}

	private Tracer tracer() {
		start(WebApplicationType.NONE);
		return this.context.getBean(Tracer.class);
	}

	@Test
	void nothingIsFoundWhereAllIsWell() throws Exception {
		start(WebApplicationType.SERVLET);
		for (String path : List.of("/orders/1", "/orders/2", "/refused", "/broken", "/managed", "/scheduled",
				"/intended", "/traced")) {
			get(path);
			assertThat(found()).as(path).isEmpty();
		}
	}

	@Test
	void contextThatIsLost() throws Exception {
		start(WebApplicationType.SERVLET);
		get("/lost");
		get("/common");
		get("/lost");
		assertThat(found()).hasSize(2)
			.anySatisfy((finding) -> assertThat(finding.toString())
				.contains("A trace began with span 'work' on a thread of pool-", "seems to lose the context"))
			.anySatisfy((finding) -> assertThat(finding.toString()).contains("of CompletableFuture's own executor"));
	}

	@Test
	void namesThatAreMadeOfValues(CapturedOutput output) {
		Tracer tracer = tracer();
		for (int i = 0; i < 60; i++) {
			tracer.spanBuilder("user " + (4711 + i)).startSpan().end();
		}
		assertThat(found()).singleElement()
			.asString()
			.contains("Span names vary with values: 'user 4711', 'user 4712', 'user 4713' (scope shop)");
		assertThat(output.getAll().lines().filter((line) -> line.contains("Span names vary"))).hasSize(1);
	}

	@Test
	void fewNamesWithNumbersAreFine() {
		Tracer tracer = tracer();
		for (int i = 0; i < 1000; i++) {
			tracer.spanBuilder("shard " + (i % 20)).startSpan().end();
		}
		assertThat(found()).isEmpty();
	}

	@Test
	void veryManyNamesWithoutNumbers() {
		Tracer tracer = tracer();
		for (int i = 0; i < 1000; i++) {
			String letters = "" + (char) ('a' + i / 100) + (char) ('a' + i / 10 % 10) + (char) ('a' + i % 10);
			tracer.spanBuilder("user " + letters).startSpan().end();
		}
		assertThat(found()).singleElement().asString().contains("Span names vary");
	}

	@Test
	void errorWithoutException(CapturedOutput output) {
		Tracer tracer = tracer();
		for (int i = 0; i < 2; i++) {
			Span span = tracer.spanBuilder("charge").startSpan();
			span.setStatus(StatusCode.ERROR, "declined");
			span.end();
		}
		assertThat(found()).singleElement().asString().contains("2 spans 'charge' had status ERROR and no exception");
		assertThat(output.getAll().lines().filter((line) -> line.contains("'charge' had status ERROR"))).hasSize(1);
	}

	@Test
	void errorWithExceptionOrType() {
		Tracer tracer = tracer();
		Span recorded = tracer.spanBuilder("charge").startSpan();
		recorded.setStatus(StatusCode.ERROR).recordException(new IllegalStateException("deliberate"));
		recorded.end();
		Span typed = tracer.spanBuilder("charge").startSpan();
		typed.setStatus(StatusCode.ERROR).setAttribute("error.type", "declined");
		typed.end();
		assertThat(found()).isEmpty();
	}

	@Test
	void metricWithTooManyAttributeSets(CapturedOutput output) {
		start(WebApplicationType.NONE);
		LongCounter counter = this.context.getBean(Meter.class).counterBuilder("logins").build();
		for (int i = 0; i < 100; i++) {
			counter.add(1, Attributes.of(AttributeKey.longKey("user.id"), (long) i));
		}
		assertThat(found()).singleElement().asString().contains("The metric logins has too many sets of attributes");
		assertThat(output.getAll().lines().filter((line) -> line.contains("The metric logins"))).hasSize(1);
	}

	private List<?> found() {
		this.context.getBean(TelemetryFlush.class).flush(Duration.ofMinutes(1));
		return FoundMistakes.in(this.context);
	}

	private void get(String path) throws IOException, InterruptedException {
		HttpClient.newHttpClient()
			.send(HttpRequest
				.newBuilder(URI.create(
						"http://localhost:" + this.context.getEnvironment().getProperty("local.server.port") + path))
				.build(), HttpResponse.BodyHandlers.discarding());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		ExecutorService managed() {
			return Executors.newFixedThreadPool(1);
		}

		@Bean
		TracedService service() {
			return new TracedService();
		}

		@Bean
		Routes routes(Tracer tracer, ExecutorService managed, TracedService service) {
			return new Routes(tracer, managed, service);
		}

	}

	static class TracedService {

		@Traced
		String call(@SpanAttribute("id") String id) {
			return id;
		}

	}

	@RestController
	static class Routes {

		private final ExecutorService unmanaged = Executors.newFixedThreadPool(1);

		private final ScheduledExecutorService scheduled = Executors.newScheduledThreadPool(1);

		private final Tracer tracer;

		private final ExecutorService managed;

		private final TracedService service;

		Routes(Tracer tracer, ExecutorService managed, TracedService service) {
			this.tracer = tracer;
			this.managed = managed;
			this.service = service;
		}

		@GetMapping("/orders/{id}")
		String order(@PathVariable String id) {
			return id;
		}

		@GetMapping("/refused")
		ResponseEntity<String> refused() {
			return ResponseEntity.status(503).build();
		}

		@GetMapping("/broken")
		String broken() {
			throw new IllegalStateException("deliberate");
		}

		@GetMapping("/traced")
		String traced() {
			return this.service.call("1");
		}

		@GetMapping("/lost")
		void lost() throws Exception {
			this.unmanaged.submit(this::work).get();
		}

		@GetMapping("/managed")
		void managed() throws Exception {
			this.managed.submit(this::work).get();
		}

		@GetMapping("/common")
		void common() throws Exception {
			CompletableFuture.runAsync(this::work).get();
		}

		@GetMapping("/scheduled")
		void scheduled() throws Exception {
			this.scheduled.schedule(this::work, 1, TimeUnit.MILLISECONDS).get();
		}

		@GetMapping("/intended")
		void intended() {
			this.tracer.spanBuilder("intended").setNoParent().startSpan().end();
		}

		private void work() {
			this.tracer.spanBuilder("work").startSpan().end();
		}

	}

}
