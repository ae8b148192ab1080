// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.blocking;

import java.net.ConnectException;
import java.net.URI;
import java.util.List;
import java.util.function.BiConsumer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientObservationAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateObservationAutoConfiguration;
import org.springframework.boot.restclient.observation.ObservationRestClientCustomizer;
import org.springframework.boot.restclient.observation.ObservationRestTemplateCustomizer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

import io.otelspring.autoconfigure.web.client.Recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The meter of Spring Boot's observations of {@code RestTemplate} and {@code RestClient}.
 */
class ClientReplacedObservationTests {

	private static final String SWITCH = "otel.instrumentation.http.client.replace-observation=";

	private final Recorded recorded = new Recorded();

	private final CannedRequestFactory canned = new CannedRequestFactory();

	@Test
	void observationsAreLeftAloneByDefault() {
		runner(new SimpleMeterRegistry())
			.run((context) -> assertThat(context).hasSingleBean(ObservationRestTemplateCustomizer.class)
				.hasSingleBean(ObservationRestClientCustomizer.class)
				.doesNotHaveBean("otelSpringMicrometerCallTimer"));
	}

	@Test
	void observationsAreReplacedOnRequest() {
		runner(new SimpleMeterRegistry()).withPropertyValues(SWITCH + true)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ObservationRestTemplateCustomizer.class)
				.doesNotHaveBean(ObservationRestClientCustomizer.class));
	}

	@Test
	void theNameIsTheObservations() {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		runner(registry)
			.withPropertyValues(SWITCH + true, "management.observations.http.client.requests.name=my.requests")
			.run((context) -> restClient(context.getBean(RestClient.Builder.class)));
		assertThat(registry.get("my.requests").timer().count()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 204, 302 })
	void metersHaveTheTagsThatTheObservationsGiveThem(int status) {
		this.canned.status = status;
		assertSameTimers();
	}

	@Test
	void metersHaveTheTagsThatTheObservationsGiveThemWhenAServerIsDown() {
		this.canned.failure = new ConnectException("refused");
		assertSameTimers();
	}

	@Test
	void aStatusThatBecomesAnExceptionAfterwardsHasNoException() {
		this.canned.status = 404;
		assertThat(timers(true, (client, template) -> assertThatException().isThrownBy(() -> restClient(client))))
			.singleElement()
			.satisfies((timer) -> assertThat(timer.getId().getTags().toString()).contains("tag(exception=none)",
					"tag(outcome=CLIENT_ERROR)", "tag(status=404)", "tag(uri=/orders/{id}?page={page})"));
	}

	private void assertSameTimers() {
		BiConsumer<RestClient.Builder, RestTemplate> calls = (client, template) -> {
			attempt(() -> restClient(client));
			attempt(() -> template.getForObject("http://shop.example/parts/{id}", String.class, 7));
			attempt(() -> client.build()
				.get()
				.uri(URI.create("http://shop.example/plain"))
				.retrieve()
				.onStatus(HttpStatusCode::isError, (request, response) -> {
				})
				.toBodilessEntity());
		};
		List<Timer> expected = timers(false, calls);
		assertThat(expected).hasSize(3);
		assertThat(timers(true, calls)).extracting(Timer::getId)
			.containsExactlyInAnyOrderElementsOf(expected.stream().map(Timer::getId).toList());
	}

	private List<Timer> timers(boolean replaced, BiConsumer<RestClient.Builder, RestTemplate> calls) {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		runner(registry).withPropertyValues(SWITCH + replaced)
			.run((context) -> calls.accept(context.getBean(RestClient.Builder.class),
					context.getBean(RestTemplateBuilder.class).requestFactory(() -> this.canned).build()));
		assertThat(this.recorded.spans()).isNotEmpty();
		return List.copyOf(registry.find("http.client.requests").timers());
	}

	private void restClient(RestClient.Builder builder) {
		builder.requestFactory(this.canned)
			.build()
			.get()
			.uri("http://shop.example/orders/{id}?page={page}", 7, 2)
			.retrieve()
			.toBodilessEntity();
	}

	private static void attempt(Runnable call) {
		try {
			call.run();
		}
		catch (RuntimeException ex) {
			// What is measured of it is all that matters.
		}
	}

	private ApplicationContextRunner runner(MeterRegistry meters) {
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(BlockingHttpClientAutoConfiguration.class,
					HttpMessageConvertersAutoConfiguration.class, RestClientAutoConfiguration.class,
					RestTemplateAutoConfiguration.class, RestClientObservationAutoConfiguration.class,
					RestTemplateObservationAutoConfiguration.class))
			.withBean(OpenTelemetry.class, this.recorded::sdk, (definition) -> definition.setDestroyMethodName(""))
			.withBean(MeterRegistry.class, () -> meters)
			.withBean(ObservationRegistry.class, () -> observations);
	}

}
