// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.reactive;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Mono;

import io.otelspring.autoconfigure.web.server.FuzzedInputs;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that went through noise, through a reactive application: recording neither
 * fails one nor keeps anything of it.
 */
class ReactiveFuzzTests {

	private static final int SEED = 20_261_126;

	@Test
	void noRequestFailsByUs(TestReporter reporter) {
		new ReactiveWebApplicationContextRunner().withUserConfiguration(Application.class)
			.withPropertyValues("otel.traces.exporter=none", "otel.metrics.exporter=none", "otel.logs.exporter=none",
					"otel.instrumentation.http.server.capture-request-headers=x-captured,authorization,baggage",
					"otel.baggage.span-attributes=*", "otel.redaction.query-parameters=a*")
			.run((context) -> {
				HttpHandler handler = WebHttpHandlerBuilder.applicationContext(context).build();
				int requests = 0;
				int answered = 0;
				long before = 0;
				FuzzedInputs inputs = new FuzzedInputs(SEED);
				long started = System.nanoTime();
				for (int done = 0; done < FuzzedInputs.count(); requests++) {
					done += inputs.next();
					answered += send(inputs, handler) ? 1 : 0;
					if (requests == 500) {
						before = used();
					}
				}
				long grown = (used() - before) / 1024;
				String report = requests + " requests of " + FuzzedInputs.count() + " inputs in "
						+ (System.nanoTime() - started) / 1_000_000 + " ms, " + answered
						+ " answered with 200, heap grew by " + grown + " KiB";
				reporter.publishEntry("reactive", report);
				assertThat(answered).as(report).isGreaterThan(requests / 10);
				assertThat(grown).as(report).isLessThan(16 * 1024);
			});
	}

	private static boolean send(FuzzedInputs inputs, HttpHandler handler) {
		String[] headers = inputs.headers().stream().flatMap(Arrays::stream).toArray(String[]::new);
		MockServerHttpResponse response = new MockServerHttpResponse();
		try {
			handler.handle(TestRequest.get(url(inputs), headers), response).block(Duration.ofMinutes(1));
		}
		catch (IllegalArgumentException | NullPointerException ex) {
			assertThat(isReadable(TestRequest.get(url(inputs), headers))).as(ex.toString()).isFalse();
			return false;
		}
		Integer status = (response.getStatusCode() != null) ? response.getStatusCode().value() : 200;
		assertThat(status).isLessThan(500);
		return status == 200;
	}

	// Spring accepts some forwarded prefixes and stumbles over them where it asks for the
	// path, with and without us.
	private static boolean isReadable(TestRequest request) {
		try {
			return new ForwardedHeaderTransformer().apply(request).getPath() != null;
		}
		catch (IllegalArgumentException | NullPointerException ex) {
			return false;
		}
	}

	// What is no URI never gets to an application.
	private static String url(FuzzedInputs inputs) {
		String path = inputs.path().replaceAll("^/+", "/");
		for (String url : new String[] { path + "?" + inputs.query(), path, "/orders/42?" + inputs.query() }) {
			try {
				new URI("http://localhost:8080" + url);
				return url;
			}
			catch (URISyntaxException ex) {
				// The next one is tried.
			}
		}
		return "/orders/42";
	}

	private static long used() {
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@EnableWebFlux
	@RestController
	static class Application {

		@Bean
		ForwardedHeaderTransformer forwardedHeaderTransformer() {
			return new ForwardedHeaderTransformer();
		}

		@GetMapping("/**")
		Mono<String> any() {
			return Mono.just("ok");
		}

	}

}
