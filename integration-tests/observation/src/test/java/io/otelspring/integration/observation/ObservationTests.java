// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.observation;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.annotation.Observed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.WebApplicationContext;

import io.otelspring.annotation.Traced;
import io.otelspring.annotation.Untraced;
import io.otelspring.test.AllocatedBytes;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

/**
 * A web application without Actuator that observes things itself, and what a collector
 * receives of it.
 */
class ObservationTests {

	private static OtlpCollector collector;

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() {
		collector = OtlpCollector.start();
		context = run();
	}

	@AfterAll
	static void stop() {
		context.close();
		collector.close();
	}

	@Test
	void observationsOfARequestAreBelowIt() throws Exception {
		request("/checkout");
		ReceivedSpan server = collector.awaitSpan("GET /checkout");
		ReceivedSpan checkout = collector.awaitSpan("checkout");
		ReceivedSpan pay = collector.awaitSpan("pay by card");
		ReceivedSpan ship = collector.awaitSpan("ship");
		assertThat(server.kind()).isEqualTo(ReceivedSpan.Kind.SERVER);
		assertThat(checkout.isChildOf(server)).isTrue();
		assertThat(pay.isChildOf(checkout)).isTrue();
		assertThat(ship.isChildOf(checkout)).isTrue();
		assertThat(checkout.attributes()).isEqualTo(Map.of("shop.region", "eu", "order.id", "o-1"));
		assertThat(checkout.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
		assertThat(pay.status()).isEqualTo(ReceivedSpan.StatusCode.ERROR);
		assertThat(pay.attributes()).containsEntry("error.type", IllegalStateException.class.getName());
		assertThat(collector.spans().stream().filter((span) -> span.traceId().equals(server.traceId()))).hasSize(4);
	}

	@Test
	void observedMethodsNeedNoProperty() {
		context.getBean(Prices.class).lookUp();
		ReceivedSpan span = collector.awaitSpan("prices#look-up");
		assertThat(span.attributes()).containsEntry("class", Prices.class.getName()).containsEntry("method", "lookUp");
	}

	@Test
	void aScheduledMethodIsARoot() {
		ReceivedSpan cleanup = collector.awaitSpan("ObservationTests.Jobs.cleanup");
		assertThat(cleanup.parentSpanId()).isNullOrEmpty();
		assertThat(cleanup.attributes()).isEqualTo(Map.of("code.function.name", Jobs.class.getName() + ".cleanup"));
		ReceivedSpan traced = collector.awaitSpan("sweep");
		assertThat(traced.isChildOf(collector.awaitSpan("ObservationTests.Jobs.sweep"))).isTrue();
		assertThat(collector.spans()).noneMatch((span) -> span.name().contains("silent"));
	}

	@Test
	void bootsObservationOfHttpStaysOff() {
		assertThat(context.containsBean("webMvcObservationFilter")).isFalse();
		assertThat(context.getBeansOfType(ObservationRegistry.class)).containsOnlyKeys("otelSpringObservationRegistry");
	}

	@Test
	void aRequestCostsNoMoreThanWithoutARegistry() {
		try (ConfigurableApplicationContext without = run("--spring.autoconfigure.exclude="
				+ "io.otelspring.autoconfigure.observation.ObservationRegistryAutoConfiguration")) {
			assertThat(without.getBeansOfType(ObservationRegistry.class)).isEmpty();
			AllocatedBytes.measureAdded(requests(context), requests(without),
					(added) -> assertThat(added).isLessThanOrEqualTo(64));
		}
	}

	private static AllocatedBytes.Call requests(ConfigurableApplicationContext context) {
		MockMvc mvc = MockMvcBuilders.webAppContextSetup((WebApplicationContext) context).build();
		return () -> mvc.perform(get("/nothing"));
	}

	private static ConfigurableApplicationContext run(String... more) {
		String[] properties = { "server.port=0", "otel.exporter.otlp.endpoint=" + collector.httpEndpoint(),
				"otel.bsp.schedule.delay=100ms", "otel.metrics.exporter=none", "otel.logs.exporter=none",
				"spring.main.banner-mode=off", "spring.jmx.enabled=false" };
		return new SpringApplicationBuilder(Application.class).properties(properties).run(more);
	}

	private static void request(String path) throws Exception {
		int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
		HttpResponse<Void> response = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
					HttpResponse.BodyHandlers.discarding());
		assertThat(response.statusCode()).isEqualTo(200);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableScheduling
	@Import({ Shop.class, Prices.class, Jobs.class })
	static class Application {

	}

	@RestController
	static class Shop {

		private final ObservationRegistry registry;

		Shop(ObjectProvider<ObservationRegistry> registry) {
			this.registry = registry.getIfAvailable(() -> ObservationRegistry.NOOP);
		}

		@GetMapping("/checkout")
		String checkout() {
			Observation checkout = Observation.createNotStarted("checkout", this.registry)
				.lowCardinalityKeyValue("shop.region", "eu")
				.highCardinalityKeyValue("order.id", "o-1");
			return checkout.observe(() -> {
				pay();
				ship(checkout);
				return "done";
			});
		}

		private void pay() {
			try {
				Observation.createNotStarted("pay", this.registry)
					.contextualName("pay by card")
					.observe((Runnable) () -> {
						throw new IllegalStateException("declined");
					});
			}
			catch (IllegalStateException ex) {
				// Paid by transfer
			}
		}

		private void ship(Observation checkout) {
			try (SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor()) {
				executor.submitCompletable(() -> Observation.createNotStarted("ship", this.registry)
					.parentObservation(checkout)
					.observe(() -> {
					})).join();
			}
		}

		@GetMapping("/nothing")
		String nothing() {
			return "nothing";
		}

	}

	static class Prices {

		@Observed(name = "prices", contextualName = "prices#look-up")
		void lookUp() {
		}

	}

	static class Jobs {

		@Scheduled(fixedRate = 1, timeUnit = TimeUnit.HOURS)
		void cleanup() {
		}

		@Scheduled(cron = "* * * * * *")
		@Traced("sweep")
		void sweep() {
		}

		@Scheduled(fixedRate = 100)
		@Untraced
		void silent() {
		}

	}

}
