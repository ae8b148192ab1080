// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.ClassUtils;

import io.otelspring.autoconfigure.config.TelemetryProperties;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application without Spring Boot's modules that have connection details.
 */
class ConnectionDetailsTests {

	@Test
	void nothingHappensWithoutTheirClasses() {
		assertThat(ClassUtils.isPresent(
				"org.springframework.boot.opentelemetry.autoconfigure.logging.otlp.OtlpLoggingConnectionDetails",
				getClass().getClassLoader()))
			.isFalse();
		TelemetryProperties properties = TelemetryProperties.from(new MockEnvironment());
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		assertThat(ConnectionDetailsProperties.apply(properties, beans)).isSameAs(properties);
		assertThat(new TransportBeans(beans).connectionBundle("logs")).isNull();
	}

}
