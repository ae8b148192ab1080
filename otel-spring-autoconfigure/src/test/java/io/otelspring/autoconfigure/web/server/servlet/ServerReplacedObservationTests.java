// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.servlet;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.otelspring.autoconfigure.web.server.MicrometerRequestTimer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The meter of Spring Boot's observation in a started application.
 */
class ServerReplacedObservationTests {

	@Test
	void observationIsLeftAloneByDefault() {
		RunningServer server = RunningServer.shared();
		server.get("/orders/1");
		server.serverSpan();
		assertThat(server.context().containsBean("webMvcObservationFilter")).isTrue();
		assertThat(server.context().getBeansOfType(MicrometerRequestTimer.class)).isEmpty();
	}

	@Test
	void observationIsReplacedOnRequest() {
		try (RunningServer server = RunningServer.start("otel.instrumentation.http.server.replace-observation=true",
				"management.observations.http.server.requests.name=my.requests")) {
			assertThat(server.context().containsBean("webMvcObservationFilter")).isFalse();
			server.get("/orders/1");
			server.serverSpan();
			assertThat(server.context().getBean(MeterRegistry.class).find("my.requests").timers()).singleElement()
				.satisfies((timer) -> assertThat(timer.count()).isEqualTo(1));
		}
	}

	@ParameterizedTest
	@CsvSource({ "/orders/1", "/failures/bad-request", "/failures/escaping", "/failures/returned", "/functional/1",
			"/async/deferred" })
	void meterHasTheTagsThatTheObservationGivesIt(String path) {
		Tags expected = tags(path, false);
		assertThat(tags(path, true)).isEqualTo(expected);
	}

	@Test
	void requestThatNothingTookIsNotFoundRatherThanAStaticResource() {
		assertThat(tags("/nowhere", true)).contains(Tag.of("uri", "NOT_FOUND"), Tag.of("status", "404"));
	}

	private static Tags tags(String path, boolean replaced) {
		try (RunningServer server = RunningServer
			.start("otel.instrumentation.http.server.replace-observation=" + replaced)) {
			server.get(path);
			server.serverSpan();
			MeterRegistry registry = server.context().getBean(MeterRegistry.class);
			RunningServer.await(() -> !registry.find("http.server.requests").timers().isEmpty());
			Timer timer = registry.get("http.server.requests").timer();
			assertThat(timer.count()).isEqualTo(1);
			return Tags.of(timer.getId().getTags());
		}
	}

}
