// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import io.opentelemetry.api.OpenTelemetry;
import org.junit.jupiter.api.Test;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import io.otelspring.annotation.Traced;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Annotated beans with methods that Spring calls by itself, and could not call through a
 * proxy of ours.
 */
class CalledBySpringTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MethodTelemetryAutoConfiguration.class))
		.withUserConfiguration(Scheduling.class)
		.withBean(OpenTelemetry.class, OpenTelemetry::noop);

	@Test
	void privateScheduledMethodDoesNotFailTheStart() {
		this.runner.withBean(PrivateScheduled.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(AopUtils.isAopProxy(context.getBean(PrivateScheduled.class))).isFalse();
			assertThat(context.getBean(AnnotationReport.class).active()).isEmpty();
			assertThat(context.getBean(AnnotationReport.class).ineffective())
				.anySatisfy((ineffective) -> assertThat(ineffective.toString()).startsWith("@Traced on ")
					.contains("PrivateScheduled.call()", "PrivateScheduled.tick is private and called by Spring",
							"make it package-private"));
		});
	}

	@Test
	void privateEventListenerDoesNotFailTheStart() {
		this.runner.withBean(PrivateListener.class).run((context) -> {
			assertThat(context).hasNotFailed();
			context.publishEvent("event");
			assertThat(context.getBean(PrivateListener.class).seen).isEqualTo("event");
		});
	}

	@Test
	void scheduledMethodThatNoInterfaceHasDoesNotFailTheStart() {
		this.runner.withBean(BesideInterface.class)
			.withPropertyValues("spring.aop.proxy-target-class=false")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(AopUtils.isAopProxy(context.getBean(Service.class))).isFalse();
				assertThat(context.getBean(AnnotationReport.class).ineffective()).anySatisfy(
						(ineffective) -> assertThat(ineffective.reason()).contains("none of the interfaces has it"));
			});
	}

	@Test
	void othersAreProxied() {
		this.runner.withBean(PackagePrivateScheduled.class)
			.run((context) -> assertThat(AopUtils.isAopProxy(context.getBean(PackagePrivateScheduled.class))).isTrue());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Scheduling {

	}

	static class PrivateScheduled {

		@Traced
		void call() {
		}

		@Scheduled(fixedDelay = 3_600_000, initialDelay = 3_600_000)
		private void tick() {
		}

	}

	static class PackagePrivateScheduled {

		@Traced
		void call() {
		}

		@Scheduled(fixedDelay = 3_600_000, initialDelay = 3_600_000)
		void tick() {
		}

		private void other() {
		}

	}

	static class PrivateListener {

		String seen;

		@Traced
		void call() {
		}

		@EventListener
		private void on(String event) {
			this.seen = event;
		}

	}

	interface Service {

		void call();

	}

	static class BesideInterface implements Service {

		@Override
		@Traced
		public void call() {
		}

		@Scheduled(fixedDelay = 3_600_000, initialDelay = 3_600_000)
		void tick() {
		}

	}

}
