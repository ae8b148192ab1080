// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.reactive;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.web.context.reactive.AnnotationConfigReactiveWebApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

import io.otelspring.autoconfigure.DroppingSdk;
import io.otelspring.test.AllocatedBytes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What recording adds to the bytes that a request allocates, in an application where
 * Reactor restores thread locals with and without us.
 */
@Tag("allocation")
class ReactiveAllocationTests {

	// Some of it is for the thread locals of Spring Security and Spring for GraphQL, as
	// both are on the class path of these tests.
	private static final int LIMIT = 3_200;

	@Test
	void requestAllocatesLittle() {
		try (ConfigurableApplicationContext without = application(Sampler.alwaysOn(), "enabled=false");
				ConfigurableApplicationContext with = application(Sampler.alwaysOn(), "enabled=true");
				ConfigurableApplicationContext unsampling = application(Sampler.alwaysOff(), "enabled=true");
				ConfigurableApplicationContext excluding = application(Sampler.alwaysOn(),
						"exclude-paths=/orders/**")) {
			assertThat(Hooks.isAutomaticContextPropagationEnabled()).isTrue();
			AllocatedBytes bare = requests("bare", without);
			AllocatedBytes sampled = requests("sampled", with);
			AllocatedBytes unsampled = requests("unsampled", unsampling);
			AllocatedBytes excluded = requests("excluded", excluding);
			AllocatedBytes.measure(() -> {
				assertThat(sampled.beyond(bare)).isLessThan(LIMIT);
				assertThat(unsampled.perCall()).isLessThan(sampled.perCall());
				assertThat(excluded.perCall()).isLessThan(unsampled.perCall());
			}, bare, sampled, unsampled, excluded);
		}
	}

	private static ConfigurableApplicationContext application(Sampler sampler, String property) {
		AnnotationConfigReactiveWebApplicationContext context = new AnnotationConfigReactiveWebApplicationContext();
		TestPropertyValues.of("otel.instrumentation.http.server." + property).applyTo(context);
		context.registerBean(Sampler.class, () -> sampler);
		context.register(Application.class);
		context.refresh();
		return context;
	}

	private static AllocatedBytes requests(String name, ApplicationContext context) {
		HttpHandler handler = WebHttpHandlerBuilder.applicationContext(context).build();
		return AllocatedBytes.of(name, () -> {
			MockServerHttpResponse response = new MockServerHttpResponse();
			handler.handle(TestRequest.get("/orders/42"), response).subscribe();
			assertThat(response.isCommitted()).isTrue();
		});
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@EnableWebFlux
	static class Application {

		@Bean
		OpenTelemetrySdk openTelemetry(Sampler sampler) {
			return DroppingSdk.propagating(sampler);
		}

		@Bean
		Orders orders() {
			return new Orders();
		}

	}

	@RestController
	static class Orders {

		@GetMapping("/orders/{id}")
		Mono<String> order(@PathVariable String id) {
			return Mono.just(id);
		}

	}

}
