// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.actuate;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.SpringProperties;

import io.otelspring.autoconfigure.InstrumentationStatus;
import io.otelspring.autoconfigure.metrics.RuntimeMetricsAutoConfiguration;
import io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

class InstrumentationsSectionTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(OtelSdkAutoConfiguration.class, RuntimeMetricsAutoConfiguration.class))
		.withPropertyValues("otel.traces.exporter=none", "otel.metrics.exporter=none", "otel.logs.exporter=none");

	@Test
	void activeOneHasNoReason() {
		assertThat(entry("runtime-metrics")).contains("active=true", "reason=null");
	}

	@Test
	void switchThatDecidedIsNamed() {
		assertThat(entry("runtime-metrics", "otel.instrumentation.runtime-metrics.enabled=false"))
			.contains("active=false", "otel.instrumentation.runtime-metrics.enabled is false");
		assertThat(entry("runtime-metrics", "otel.instrumentation.common.default-enabled=false"))
			.contains("active=false", "otel.instrumentation.common.default-enabled is false");
		assertThat(entry("runtime-metrics", "otel.sdk.disabled=true")).contains("active=false",
				"otel.sdk.disabled is true");
	}

	@Test
	void oneThatIsOnAndHasNoEffectSaysWhy() {
		this.contextRunner.withBean(InstrumentationStatus.class, () -> new InstrumentationStatus() {

			@Override
			public String instrumentation() {
				return "runtime-metrics";
			}

			@Override
			public @Nullable String inactiveBecause() {
				return "somebody else measures";
			}

		})
			.run((context) -> assertThat(
					new InstrumentationsSection(context.getSourceApplicationContext().getBeanFactory()).value()
						.toString())
				.contains("somebody else measures"));
	}

	@Test
	void whatWasProcessedAheadOfTimeHasNoReportAndIsToldByItsBean() {
		DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
		beanFactory.registerBeanDefinition(RuntimeMetricsAutoConfiguration.class.getName(),
				new RootBeanDefinition(Object.class));
		SpringProperties.setFlag("spring.aot.enabled");
		try {
			assertThat((List<?>) new InstrumentationsSection(beanFactory).value()).map(Object::toString)
				.contains("{name=runtime-metrics, active=true, reason=null}",
						"{name=http.server, active=false, reason=it was left out when the application was processed "
								+ "ahead of time}");
		}
		finally {
			SpringProperties.setProperty("spring.aot.enabled", null);
		}
	}

	@Test
	void oneThatIsExcludedSaysSoOnce() {
		assertThat((List<?>) new InstrumentationsSection(new DefaultListableBeanFactory()).value())
			.map(Object::toString)
			.contains("{name=http.server, active=false, reason=it is excluded from auto-configuration}");
	}

	private String entry(String name, String... properties) {
		StringBuilder entry = new StringBuilder();
		this.contextRunner.withPropertyValues(properties)
			.run((context) -> ((List<?>) new InstrumentationsSection(
					context.getSourceApplicationContext().getBeanFactory())
				.value()).stream()
				.map(Object::toString)
				.filter((text) -> text.contains("name=" + name + ","))
				.forEach(entry::append));
		return entry.toString();
	}

}
