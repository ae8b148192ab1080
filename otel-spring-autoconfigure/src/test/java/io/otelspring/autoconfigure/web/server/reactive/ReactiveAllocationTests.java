// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.reactive;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
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

import io.otelspring.autoconfigure.AllocatedBytes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What recording adds to the bytes that a request allocates, in an application where
 * Reactor restores thread locals with and without us.
 */
class ReactiveAllocationTests {

	private static final int WARM_UP = 10_000;

	private static final int MEASURED = 2_000;

	// A thousand bytes of it are for the thread locals of Spring Security and Spring for
	// GraphQL, which are on the class path of these tests.
	private static final int LIMIT = 5_000;

	@Test
	void requestAllocatesLittle(TestReporter reporter) {
		// What is compiled on the way to the first result serves all of the second.
		measureAll();
		long[] bytes = measureAll();
		String report = "bare %d, sampled +%d, unsampled +%d, excluded +%d".formatted(bytes[0], bytes[1], bytes[2],
				bytes[3]);
		reporter.publishEntry("bytes", report);
		assertThat(bytes[1]).as(report).isLessThan(LIMIT);
		assertThat(bytes[2]).as(report).isLessThan(bytes[1]);
		assertThat(bytes[3]).as(report).isLessThan(bytes[2]);
	}

	private static long[] measureAll() {
		long bare = measure(Sampler.alwaysOn(), "otel.instrumentation.http.server.enabled=false");
		return new long[] { bare, measure(Sampler.alwaysOn(), "otel.instrumentation.http.server.enabled=true") - bare,
				measure(Sampler.alwaysOff(), "otel.instrumentation.http.server.enabled=true") - bare,
				measure(Sampler.alwaysOn(), "otel.instrumentation.http.server.exclude-paths=/orders/**") - bare };
	}

	private static long measure(Sampler sampler, String property) {
		long[] result = new long[1];
		new ReactiveWebApplicationContextRunner().withBean(Sampler.class, () -> sampler)
			.withUserConfiguration(Application.class)
			.withPropertyValues(property)
			.run((context) -> {
				assertThat(Hooks.isAutomaticContextPropagationEnabled()).isTrue();
				result[0] = measure(WebHttpHandlerBuilder.applicationContext(context).build());
			});
		return result[0];
	}

	private static long measure(HttpHandler handler) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long allocated = 0;
		for (int i = 0; i < WARM_UP + MEASURED; i++) {
			TestRequest request = TestRequest.get("/orders/42");
			MockServerHttpResponse response = new MockServerHttpResponse();
			long before = threads.getCurrentThreadAllocatedBytes();
			handler.handle(request, response).subscribe();
			if (i >= WARM_UP) {
				allocated += threads.getCurrentThreadAllocatedBytes() - before;
			}
			assertThat(response.isCommitted()).isTrue();
		}
		return allocated / MEASURED;
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@EnableWebFlux
	static class Application {

		@Bean
		OpenTelemetrySdk openTelemetry(Sampler sampler) {
			return AllocatedBytes.propagatingSdk(sampler);
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
