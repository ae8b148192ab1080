// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import jakarta.annotation.PreDestroy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.otelspring.autoconfigure.export.ExportStatus;
import io.otelspring.autoconfigure.export.ExporterStatus;
import io.otelspring.autoconfigure.export.Signal;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.ReceivedSpan;
import io.otelspring.test.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What happens to telemetry while applications end, fail and start again in one JVM.
 */
@ExtendWith(OutputCaptureExtension.class)
class SdkLifecycleTests {

	private final OtlpCollector collector = OtlpCollector.start();

	@AfterEach
	void stop() {
		this.collector.close();
	}

	@Test
	void whatBeansDoInTheirDestructionIsExported() {
		run(Application.class).close();
		assertThat(this.collector.spans()).extracting(ReceivedSpan::name)
			.contains("in @PreDestroy", "in an executor that finishes its work");
	}

	@Test
	void slowDestructionOfOtherBeansIsNotHeldAgainstTheLastExport() {
		run(SlowEnd.class, "--otel.export.shutdown-timeout=4s").close();
		assertThat(this.collector.spans()).extracting(ReceivedSpan::name).contains("after a slow end");
	}

	@Test
	void exporterThatFailsToEndDoesNotHoldUpTheEnd() {
		long begin = System.nanoTime();
		run(FailingExporter.class, "--otel.export.shutdown-timeout=5m").close();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMinutes(1));
	}

	@Test
	void knownOutageDoesNotHoldUpTheEnd() {
		this.collector.respondWith(Reply.refused(503, io.grpc.Status.Code.UNAVAILABLE));
		ConfigurableApplicationContext context = run(Plain.class, "--otel.export.shutdown-timeout=5m",
				"--otel.exporter.otlp.timeout=5m");
		context.getBean(Tracer.class).spanBuilder("lost").startSpan().end();
		context.getBean(Sdk.class).flush(Duration.ofMinutes(1));
		assertThat(context.getBean(ExportStatus.class).of(Signal.TRACES)).allMatch(ExporterStatus::failing);
		this.collector.respondWith(Reply.never());
		context.getBean(Tracer.class).spanBuilder("lost too").startSpan().end();
		long begin = System.nanoTime();
		context.close();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMinutes(1));
	}

	@Test
	void negativeShutdownTimeoutIsRefused(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run(Plain.class, "--otel.export.shutdown-timeout=-5s"));
		assertThat(output).contains("otel.export.shutdown-timeout", "It must not be negative");
	}

	@Test
	void unknownLogLevelIsRefusedByItsOwnName(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run(Plain.class, "--otel.log.level=loud"));
		assertThat(output).contains("Property: otel.log.level", "Accepted: error, warn, info");
	}

	@Test
	void globalServesTheFirstContextAndThenTheNext() {
		Tracer kept = GlobalOpenTelemetry.getTracer("kept");
		ConfigurableApplicationContext first = run(Plain.class, "--otel.service.name=first");
		ConfigurableApplicationContext second = run(Plain.class, "--otel.service.name=second");
		GlobalOpenTelemetry.getTracer("global").spanBuilder("while both live").startSpan().end();
		first.close();
		GlobalOpenTelemetry.getTracer("global").spanBuilder("after the first").startSpan().end();
		second.close();
		GlobalOpenTelemetry.getTracer("global").spanBuilder("after both").startSpan().end();
		assertThat(kept.spanBuilder("after both").startSpan().getSpanContext().isValid()).isFalse();
		assertThat(this.collector.awaitSpan("while both live").resource()).containsEntry("service.name", "first");
		assertThat(this.collector.awaitSpan("after the first").resource()).containsEntry("service.name", "second");
		assertThat(this.collector.spans()).extracting(ReceivedSpan::name).doesNotContain("after both");
	}

	@Test
	void globalIsLeftAloneOnRequest() {
		try (ConfigurableApplicationContext context = run(Plain.class, "--otel.register-global=false")) {
			assertThat(GlobalOpenTelemetry.getTracer("global").spanBuilder("span").startSpan().isRecording()).isFalse();
		}
	}

	@Test
	void restartLeavesNoThreadBehind() {
		for (int i = 0; i < 3; i++) {
			run(Plain.class).close();
		}
		// OkHttp shares these two among all clients of a JVM, and ends them when idle
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.untilAsserted(() -> assertThat(threads()).isSubsetOf("OkHttp TaskRunner", "Okio Watchdog"));
	}

	@Test
	void absentCollectorCostsOneWarningPerOutage(CapturedOutput output) {
		this.collector.stopListening();
		ConfigurableApplicationContext context = run(Plain.class, "--spring.application.name=shop");
		for (int i = 0; i < 5; i++) {
			context.getBean(Tracer.class).spanBuilder("lost").startSpan().end();
			context.getBean(Sdk.class).flush(Duration.ofMinutes(1));
		}
		assertThat(output.getAll().split("cannot be exported", -1)).hasSize(2);
		assertThat(output.getAll().lines().filter((line) -> line.contains("WARN") || line.contains("ERROR")))
			.hasSize(1);
		this.collector.resumeListening();
		context.getBean(Tracer.class).spanBuilder("arrives").startSpan().end();
		context.close();
		this.collector.awaitSpan("arrives");
		assertThat(output.getAll().split("exported to http://127.0.0.1:" + this.collector.httpPort() + " again", -1))
			.hasSize(2);
	}

	@Test
	void logsOfAStartThatFailsArriveWithItsReport() {
		try {
			run(Failing.class);
		}
		catch (RuntimeException ex) {
			assertThat(ex).hasRootCauseMessage("planned failure");
		}
		// What a failed start logged is sent when the next one begins, or the process
		// ends
		run(Plain.class).close();
		this.collector.awaitLog((log) -> String.valueOf(log.body()).startsWith("Starting "));
		this.collector.awaitLog((log) -> String.valueOf(log.body()).contains("Application run failed")
				|| String.valueOf(log.body()).contains("APPLICATION FAILED TO START"));
	}

	private ConfigurableApplicationContext run(Class<?> application, String... arguments) {
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.properties("otel.exporter.otlp.endpoint=" + this.collector.httpEndpoint(), "spring.main.banner-mode=off",
					"spring.application.name=shop")
			.run(arguments);
	}

	private static Set<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter(Thread::isAlive)
			.map(Thread::getName)
			.filter((name) -> name.toLowerCase().contains("otel") || name.contains("OkHttp") || name.contains("Okio"))
			.collect(Collectors.toSet());
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(OtelSdkAutoConfiguration.class)
	static class Application {

		@Bean
		Last last(Tracer tracer) {
			return new Last(tracer);
		}

		@Bean(destroyMethod = "close")
		FinishingExecutor executor(Tracer tracer) {
			return new FinishingExecutor(tracer);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Plain {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Failing {

		@Bean
		Object fails() {
			throw new IllegalStateException("planned failure");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class SlowEnd {

		@Bean
		DisposableBean slow(Tracer tracer) {
			return () -> {
				Thread.sleep(4500);
				tracer.spanBuilder("after a slow end").startSpan().end();
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class FailingExporter {

		@Bean(destroyMethod = "")
		SpanExporter exporter() {
			return new SpanExporter() {

				@Override
				public CompletableResultCode export(Collection<SpanData> spans) {
					return CompletableResultCode.ofSuccess();
				}

				@Override
				public CompletableResultCode flush() {
					return CompletableResultCode.ofSuccess();
				}

				@Override
				public CompletableResultCode shutdown() {
					throw new IllegalStateException("planned failure");
				}

			};
		}

	}

	static class Last {

		private final Tracer tracer;

		Last(Tracer tracer) {
			this.tracer = tracer;
		}

		@PreDestroy
		void end() {
			this.tracer.spanBuilder("in @PreDestroy").startSpan().end();
		}

	}

	static class FinishingExecutor {

		private final ExecutorService executor = Executors.newSingleThreadExecutor();

		private final Tracer tracer;

		FinishingExecutor(Tracer tracer) {
			this.tracer = tracer;
		}

		void close() throws InterruptedException {
			this.executor
				.execute(() -> this.tracer.spanBuilder("in an executor that finishes its work").startSpan().end());
			this.executor.shutdown();
			this.executor.awaitTermination(1, TimeUnit.MINUTES);
		}

	}

}
