// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation.scheduling;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.semconv.CodeAttributes;
import io.opentelemetry.semconv.ErrorAttributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ScheduledTasksObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import reactor.core.publisher.Mono;

import io.otelspring.annotation.Untraced;
import io.otelspring.autoconfigure.Suppression;
import io.otelspring.autoconfigure.context.reactor.ReactorContextAutoConfiguration;
import io.otelspring.autoconfigure.observation.GenericObservationAutoConfiguration;
import io.otelspring.autoconfigure.observation.ObservationBridgeAutoConfiguration;
import io.otelspring.autoconfigure.observation.ObservationRegistryAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SchedulingAutoConfiguration}.
 */
class SchedulingAutoConfigurationTests {

	@RegisterExtension
	static final OpenTelemetryExtension telemetry = OpenTelemetryExtension.create();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ObservationBridgeAutoConfiguration.class, SchedulingAutoConfiguration.class,
						ObservationRegistryAutoConfiguration.class, GenericObservationAutoConfiguration.class))
		.withBean(OpenTelemetry.class, telemetry::getOpenTelemetry, (definition) -> definition.setDestroyMethodName(""))
		.withUserConfiguration(Scheduling.class);

	@Test
	void registeredInAutoConfigurationImports() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()))
			.contains(SchedulingAutoConfiguration.class.getName());
	}

	@Test
	void aScheduledMethodIsARootSpan() {
		this.runner.withBean(Cleanup.class).run((context) -> {
			SpanData span = await("SchedulingAutoConfigurationTests.Cleanup.run");
			assertThat(span.getKind()).isEqualTo(SpanKind.INTERNAL);
			assertThat(span.getParentSpanContext().isValid()).isFalse();
			assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
			assertThat(span.getInstrumentationScopeInfo().getName()).isEqualTo("io.otelspring.scheduling");
			assertThat(span.getAttributes().asMap())
				.containsOnly(Map.entry(CodeAttributes.CODE_FUNCTION_NAME, Cleanup.class.getName() + ".run"));
			SpanData child = await("child");
			assertThat(child.getParentSpanId()).isEqualTo(span.getSpanId());
		});
	}

	@Test
	void withBootsObservationsItIsOneSpanAsWell() {
		this.runner
			.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class,
					ScheduledTasksObservationAutoConfiguration.class))
			.withBean(Cleanup.class)
			.run((context) -> {
				await("SchedulingAutoConfigurationTests.Cleanup.run");
				assertThat(telemetry.getSpans()).hasSize(2);
			});
	}

	@Test
	void onAVirtualThreadOrAnyOtherScheduler() {
		this.runner.withBean(Cleanup.class)
			.withBean("taskScheduler", TaskScheduler.class, SimpleAsyncTaskScheduler::new,
					(definition) -> definition.setPrimary(true))
			.run((context) -> await("SchedulingAutoConfigurationTests.Cleanup.run"));
	}

	@Test
	void aFailureIsRecorded() {
		this.runner.withBean(Failing.class).run((context) -> {
			SpanData span = await("SchedulingAutoConfigurationTests.Failing.run");
			assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			assertThat(span.getAttributes().get(ErrorAttributes.ERROR_TYPE))
				.isEqualTo(IllegalStateException.class.getName());
			assertThat(span.getEvents()).hasSize(1);
		});
	}

	@Test
	void aReactiveMethodLastsUntilItsPublisherEnds() {
		this.runner.withBean(Reactive.class).run((context) -> {
			SpanData span = await("SchedulingAutoConfigurationTests.Reactive.run");
			assertThat(span.getEndEpochNanos() - span.getStartEpochNanos())
				.isGreaterThanOrEqualTo(Duration.ofMillis(20).toNanos());
		});
	}

	@Test
	void whatAReactiveMethodDoesOnAnotherThreadIsBelowIt() {
		this.runner.withConfiguration(AutoConfigurations.of(ReactorContextAutoConfiguration.class))
			.withBean(Reactive.class)
			.run((context) -> {
				SpanData span = await("SchedulingAutoConfigurationTests.Reactive.run");
				assertThat(context.getBean(Reactive.class).current).isCompletedWithValue(span.getSpanContext());
			});
	}

	@Test
	void untracedSilencesWithAllThatIsBelow() {
		this.runner.withBean(SilentMethod.class).withBean(SilentClass.class).run((context) -> {
			for (Class<? extends Silent> type : List.of(SilentMethod.class, SilentClass.class)) {
				Silent silent = context.getBean(type);
				assertThat(silent.ran.await(1, TimeUnit.MINUTES)).isTrue();
				assertThat(silent.suppressed).isTrue();
			}
			assertThat(telemetry.getSpans()).isEmpty();
		});
	}

	@Test
	void theSwitchKeepsItFromComingOutAsAnythingElse() {
		this.runner.withPropertyValues("otel.instrumentation.scheduling.enabled=false")
			.withBean(Cleanup.class)
			.run((context) -> {
				assertThat(context).doesNotHaveBean(SchedulingAutoConfiguration.class);
				// A span of the method would end after it
				assertThat(await("child").getParentSpanContext().isValid()).isFalse();
				assertThat(telemetry.getSpans()).hasSize(1);
			});
	}

	@Test
	void tasksWithoutAnAnnotationAreNotRecorded() {
		this.runner.run((context) -> {
			CountDownLatch ran = new CountDownLatch(1);
			context.getBean(TaskScheduler.class).schedule(() -> {
				assertThat(Span.current().getSpanContext().isValid()).isFalse();
				ran.countDown();
			}, Instant.now());
			assertThat(ran.await(1, TimeUnit.MINUTES)).isTrue();
			assertThat(telemetry.getSpans()).isEmpty();
		});
	}

	private static SpanData await(String name) throws InterruptedException {
		long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
		while (System.nanoTime() < deadline) {
			for (SpanData span : telemetry.getSpans()) {
				if (span.getName().equals(name)) {
					return span;
				}
			}
			Thread.sleep(10);
		}
		throw new AssertionError("No span " + name + " but " + telemetry.getSpans());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Scheduling {

		@Bean
		ThreadPoolTaskScheduler poolScheduler() {
			return new ThreadPoolTaskScheduler();
		}

	}

	static class Cleanup {

		private final ObservationRegistry registry;

		Cleanup(ObservationRegistry registry) {
			this.registry = registry;
		}

		@Scheduled(fixedRate = 1, timeUnit = TimeUnit.HOURS)
		void run() {
			Observation.createNotStarted("child", this.registry).observe(() -> {
			});
		}

	}

	static class Failing {

		@Scheduled(fixedDelay = 1, timeUnit = TimeUnit.HOURS)
		void run() {
			throw new IllegalStateException("no");
		}

	}

	static class Reactive {

		final CompletableFuture<SpanContext> current = new CompletableFuture<>();

		@Scheduled(fixedDelay = 1, timeUnit = TimeUnit.HOURS)
		Mono<Void> run() {
			return Mono.delay(Duration.ofMillis(20))
				.doOnNext((tick) -> this.current.complete(Span.current().getSpanContext()))
				.then();
		}

	}

	abstract static class Silent {

		final CountDownLatch ran = new CountDownLatch(1);

		volatile boolean suppressed;

		void note() {
			this.suppressed = Suppression.isSuppressed(Context.current());
			this.ran.countDown();
		}

	}

	static class SilentMethod extends Silent {

		@Scheduled(fixedRate = 1, timeUnit = TimeUnit.HOURS)
		@Untraced
		void run() {
			note();
		}

	}

	@Untraced
	static class SilentClass extends Silent {

		@Scheduled(cron = "* * * * * *")
		void run() {
			note();
		}

	}

}
