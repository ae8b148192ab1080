// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.rabbit;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.observation.ObservationCollector;
import io.opentelemetry.api.OpenTelemetry;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RabbitAutoConfiguration}.
 */
class RabbitAutoConfigurationTests {

	private static final MethodInterceptor OWN_ADVICE = (invocation) -> invocation.proceed();

	private static final ObservationCollector OWN_COLLECTOR = Mockito.mock(ObservationCollector.class);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RabbitAutoConfiguration.class))
		.withBean(OpenTelemetry.class, OpenTelemetry::noop)
		.withUserConfiguration(Beans.class);

	@Test
	void registeredInAutoConfigurationImports() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()).getCandidates())
			.contains(RabbitAutoConfiguration.class.getName());
	}

	@Test
	void factoriesRecord() {
		this.contextRunner.run((context) -> {
			assertThat(collector(context.getBean("plain", ConnectionFactory.class)))
				.isInstanceOf(RecordingCollector.class);
			assertThat(collector(context.getBean(CachingConnectionFactory.class).getRabbitConnectionFactory()))
				.isInstanceOf(RecordingCollector.class);
		});
	}

	@Test
	void theApplicationsOwnCollectorStays() {
		this.contextRunner.run((context) -> assertThat(collector(context.getBean("own", ConnectionFactory.class)))
			.isSameAs(OWN_COLLECTOR));
	}

	@Test
	void oursIsTheFirstAdviceAndTheApplicationsStays() {
		this.contextRunner.run((context) -> {
			var advice = context.getBean(SimpleRabbitListenerContainerFactory.class).getAdviceChain();
			assertThat(advice).hasSize(2);
			assertThat(advice[0]).isInstanceOf(ListenerSpans.class);
			assertThat(advice[1]).isSameAs(OWN_ADVICE);
		});
	}

	@Test
	void nothingIsDoneWhenSwitchedOff() {
		this.contextRunner.withPropertyValues("otel.instrumentation.rabbit.enabled=false").run((context) -> {
			assertThat(collector(context.getBean("plain", ConnectionFactory.class)))
				.isSameAs(ObservationCollector.NO_OP);
			assertThat(context.getBean(SimpleRabbitListenerContainerFactory.class).getAdviceChain())
				.containsExactly(OWN_ADVICE);
		});
	}

	@Test
	void rabbitsClientAloneIsEnough() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(RabbitAutoConfiguration.class))
			.withBean(OpenTelemetry.class, OpenTelemetry::noop)
			.withBean(ConnectionFactory.class)
			.withClassLoader(new FilteredClassLoader("org.springframework.amqp"))
			.run((context) -> assertThat(collector(context.getBean(ConnectionFactory.class)))
				.isInstanceOf(RecordingCollector.class));
	}

	@Test
	void nothingIsDoneWithoutTheClient() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(RabbitAutoConfiguration.class))
			.withBean(OpenTelemetry.class, OpenTelemetry::noop)
			.withClassLoader(new FilteredClassLoader("com.rabbitmq"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("otelSpringRabbitPostProcessor"));
	}

	private static Object collector(ConnectionFactory factory) {
		return ReflectionTestUtils.getField(factory, "observationCollector");
	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		ConnectionFactory plain() {
			return new ConnectionFactory();
		}

		@Bean
		ConnectionFactory own() {
			ConnectionFactory factory = new ConnectionFactory();
			factory.setObservationCollector(OWN_COLLECTOR);
			return factory;
		}

		@Bean
		CachingConnectionFactory spring() {
			return new CachingConnectionFactory("localhost");
		}

		@Bean
		SimpleRabbitListenerContainerFactory containers(CachingConnectionFactory spring) {
			SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
			factory.setConnectionFactory(spring);
			factory.setAdviceChain(OWN_ADVICE);
			return factory;
		}

	}

}
