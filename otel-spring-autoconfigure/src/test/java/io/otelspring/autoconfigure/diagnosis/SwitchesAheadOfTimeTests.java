// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.diagnosis;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.mock.env.MockEnvironment;

import io.otelspring.autoconfigure.Finding;

import static org.assertj.core.api.Assertions.assertThat;

class SwitchesAheadOfTimeTests {

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	private final MockEnvironment environment = new MockEnvironment();

	SwitchesAheadOfTimeTests() {
		this.beanFactory.registerBeanDefinition("io.otelspring.autoconfigure.db.jdbc.JdbcAutoConfiguration",
				new RootBeanDefinition(Object.class));
	}

	@Test
	void switchThatComesTooLateIsFound() {
		this.environment.setProperty("otel.instrumentation.jdbc.enabled", "false");
		assertThat(find(true)).singleElement()
			.satisfies((finding) -> assertThat(finding.what())
				.isEqualTo("otel.instrumentation.jdbc.enabled is false, but not for what was processed ahead of time"));
	}

	@Test
	void defaultOfAllSwitchesIsFoundOnce() {
		this.environment.setProperty("otel.instrumentation.common.default-enabled", "false");
		assertThat(find(true)).singleElement()
			.satisfies((finding) -> assertThat(finding.what())
				.startsWith("otel.instrumentation.common.default-enabled is false"));
	}

	@Test
	void whatIsAsItWasIsNoFinding() {
		this.environment.setProperty("otel.instrumentation.kafka.enabled", "false");
		this.environment.setProperty("otel.instrumentation.jdbc.enabled", "true");
		assertThat(find(true)).isEmpty();
	}

	@Test
	void disabledSdkRecordsNothingAnyway() {
		this.environment.setProperty("otel.sdk.disabled", "true");
		assertThat(find(true)).isEmpty();
	}

	@Test
	void thereAreNoneWithoutProcessing() {
		this.environment.setProperty("otel.instrumentation.jdbc.enabled", "false");
		assertThat(find(false)).isEmpty();
	}

	private List<Finding> find(boolean processed) {
		return new SwitchesAheadOfTime(this.beanFactory, this.environment, processed).findings();
	}

}
