// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class TelemetryDefaultsEnvironmentPostProcessorTests {

	private static final String CONTEXT_PROPAGATION = "spring.reactor.context-propagation";

	@Test
	void reactorRestoresThreadLocalsByDefault() {
		assertThat(process(Map.of()).getProperty(CONTEXT_PROPAGATION)).isEqualTo("auto");
	}

	@Test
	void applicationDecidesOnReactor() {
		assertThat(process(Map.of(CONTEXT_PROPAGATION, "limited")).getProperty(CONTEXT_PROPAGATION))
			.isEqualTo("limited");
	}

	@Test
	void reactorIsLeftAloneWhereTheSdkIsDisabled() {
		assertThat(process(Map.of("otel.sdk.disabled", "TRUE")).getProperty(CONTEXT_PROPAGATION)).isNull();
	}

	@Test
	void levelOfTheSdkIsOneOfBoots() {
		StandardEnvironment environment = process(Map.of("otel.log.level", "Debug"));
		assertThat(environment.getProperty("logging.level.io.opentelemetry")).isEqualTo("debug");
	}

	private static StandardEnvironment process(Map<String, Object> properties) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
		new TelemetryDefaultsEnvironmentPostProcessor().postProcessEnvironment(environment, new SpringApplication());
		return environment;
	}

}
