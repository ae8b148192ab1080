// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.otelspring.autoconfigure.FoundMistakes;
import io.otelspring.autoconfigure.export.ExportStatus;
import io.otelspring.autoconfigure.export.ExporterStatus;
import io.otelspring.autoconfigure.export.Signal;
import io.otelspring.test.OtlpCollector;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What parts of the pipeline that are the application's own cannot do.
 */
@ExtendWith(OutputCaptureExtension.class)
class IsolationTests {

	private final OtlpCollector collector = OtlpCollector.start();

	@AfterEach
	void stop() {
		this.collector.close();
	}

	@Test
	void processorThatThrowsNeitherFailsTheCallerNorKeepsTheSpan(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run(ThrowingProcessors.class)) {
			for (int i = 0; i < 3; i++) {
				context.getBean(Tracer.class).spanBuilder("recorded " + i).startSpan().end();
			}
			LoggerFactory.getLogger("test").info("a record");
		}
		this.collector.awaitSpan("recorded 2");
		this.collector.awaitLog((log) -> "a record".equals(log.body()));
		assertThat(output.getAll().split("The processor .*ThrowingSpans threw an exception", -1)).hasSize(2);
	}

	@Test
	void processorThatBlocksIsFound(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run(BlockingProcessors.class, "--spring.application.name=shop")) {
			assertThat(FoundMistakes.in(context)).isEmpty();
			context.getBean(Tracer.class).spanBuilder("quick").startSpan().end();
			assertThat(FoundMistakes.in(context)).isEmpty();
			for (int i = 0; i < 12; i++) {
				context.getBean(Tracer.class).spanBuilder("blocked").startSpan().end();
			}
			context.getBean(Sdk.class).processors().settle(Duration.ofMinutes(1));
			LoggerFactory.getLogger("test").info("blocked");
			assertThat(FoundMistakes.in(context)).hasSize(2)
				.anySatisfy((finding) -> assertThat(finding.what())
					.contains(BlockingSpans.class.getName() + " blocks in onEnd (", ", the longest: ")
					.satisfies((what) -> assertThat(slowCalls(what)).isGreaterThanOrEqualTo(12)))
				.anySatisfy((finding) -> assertThat(finding.what())
					.contains(BlockingLogs.class.getName() + " blocks in onEmit (", ", the longest: ")
					.satisfies((what) -> assertThat(slowCalls(what)).isPositive()));
		}
		assertThat(output.getAll().split("The processor .*BlockingSpans blocks in onEnd", -1)).hasSize(2);
		assertThat(output.getAll().split("The processor .*BlockingLogs blocks in onEmit", -1)).hasSize(2);
	}

	@Test
	void whatAProcessorThatNeverReturnsWithholdsIsInTheAccount() throws Exception {
		try (ConfigurableApplicationContext context = run(HangingProcessor.class, "--spring.application.name=shop")) {
			Tracer tracer = context.getBean(Tracer.class);
			Thread stuck = new Thread(() -> tracer.spanBuilder("stuck").startSpan().end());
			stuck.setDaemon(true);
			stuck.start();
			while (FoundMistakes.in(context).isEmpty()) {
				sleep(20);
			}
			for (int i = 0; i < 7; i++) {
				tracer.spanBuilder("unseen").startSpan().end();
			}
			ExporterStatus exporter = context.getBean(ExportStatus.class).of(Signal.TRACES).get(0);
			assertThat(exporter.dropped()).isEqualTo(7);
			assertThat(FoundMistakes.in(context)).singleElement()
				.satisfies((finding) -> assertThat(finding.what()).contains("blocks in onStart",
						"threads that do not return: 1; calls lost: 7)"));
			context.getBean(HangingProcessor.class).latch.countDown();
			stuck.join();
		}
		assertThat(this.collector.spans()).singleElement()
			.satisfies((span) -> assertThat(span.name()).isEqualTo("stuck"));
	}

	@Test
	void exporterThatHangsHoldsUpNeitherCallersNorOtherExportersNorTheEnd() {
		ConfigurableApplicationContext context = run(HangingExporter.class, "--otel.bsp.max.queue.size=6000",
				"--otel.export.shutdown-timeout=1s", "--otel.bsp.schedule.delay=10ms");
		long begin = System.nanoTime();
		for (int i = 0; i < 5000; i++) {
			context.getBean(Tracer.class).spanBuilder("span " + i).startSpan().end();
		}
		this.collector.awaitSpan("span 4999");
		ExporterStatus hanging = context.getBean(HangingExporter.Holder.class).status();
		context.close();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMinutes(1));
		assertThat(hanging.exported() + hanging.failed()).isZero();
		assertThat(hanging.dropped()).isEqualTo(5000);
		assertThat(hanging.queued()).isZero();
	}

	@Test
	void exporterThatLogsAndRunsOutOfMemoryDoesNoHarm(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run(FailingExporter.class, "--otel.bsp.schedule.delay=10ms")) {
			ExporterStatus failing = context.getBean(ExportStatus.class)
				.of(Signal.TRACES)
				.stream()
				.filter((status) -> status.name().equals("failing"))
				.findFirst()
				.orElseThrow();
			for (int i = 0; i < 3; i++) {
				context.getBean(Tracer.class).spanBuilder("span " + i).startSpan().end();
				context.getBean(Sdk.class).flush(Duration.ofMinutes(1));
			}
			assertThat(failing.failed()).isEqualTo(3);
			assertThat(failing.lastError()).satisfies((error) -> assertThat(error.message()).contains("OutOfMemory"));
		}
		this.collector.awaitSpan("span 2");
		assertThat(output).contains("from the exporter");
		assertThat(this.collector.logRecords())
			.noneMatch((log) -> String.valueOf(log.body()).contains("from the exporter"));
	}

	private ConfigurableApplicationContext run(Class<?> application, String... arguments) {
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.properties("otel.exporter.otlp.endpoint=" + this.collector.httpEndpoint(), "spring.main.banner-mode=off")
			.run(arguments);
	}

	// On a busy machine a quick call may be among them
	private static int slowCalls(String what) {
		return Integer.parseInt(what.replaceFirst("(?s).*\\(calls of 10 ms or more: (\\d+), .*", "$1"));
	}

	private static void sleep(long millis) {
		try {
			TimeUnit.MILLISECONDS.sleep(millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ThrowingProcessors {

		@Bean
		SpanProcessor throwingSpans() {
			return new ThrowingSpans();
		}

		@Bean
		LogRecordProcessor throwingLogs() {
			return (context, record) -> {
				throw new IllegalStateException("planned failure");
			};
		}

	}

	static class ThrowingSpans implements SpanProcessor {

		@Override
		public void onStart(Context parentContext, ReadWriteSpan span) {
			throw new IllegalStateException("planned failure");
		}

		@Override
		public boolean isStartRequired() {
			return true;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			throw new StackOverflowError("planned failure");
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

		@Override
		public CompletableResultCode shutdown() {
			throw new IllegalStateException("planned failure");
		}

		@Override
		public CompletableResultCode forceFlush() {
			throw new IllegalStateException("planned failure");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class BlockingProcessors {

		@Bean
		SpanProcessor blockingSpans() {
			return new BlockingSpans();
		}

		@Bean
		LogRecordProcessor blockingLogs() {
			return new BlockingLogs();
		}

	}

	static class BlockingSpans implements SpanProcessor {

		@Override
		public void onStart(Context parentContext, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			if (span.getName().equals("blocked")) {
				sleep(12);
			}
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

	static class BlockingLogs implements LogRecordProcessor {

		@Override
		public void onEmit(Context context, ReadWriteLogRecord record) {
			if (record.getBodyValue() != null && record.getBodyValue().asString().equals("blocked")) {
				sleep(1100);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class HangingProcessor {

		final CountDownLatch latch = new CountDownLatch(1);

		@Bean
		SpanProcessor hangingSpans() {
			return new BlockingSpans() {

				@Override
				public void onStart(Context parentContext, ReadWriteSpan span) {
					try {
						HangingProcessor.this.latch.await();
					}
					catch (InterruptedException ex) {
						Thread.currentThread().interrupt();
					}
				}

				@Override
				public boolean isStartRequired() {
					return true;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class HangingExporter {

		@Bean
		SpanExporter hanging() {
			CountDownLatch never = new CountDownLatch(1);
			return new Exporter() {

				@Override
				public CompletableResultCode export(Collection<SpanData> spans) {
					try {
						never.await(1, TimeUnit.MINUTES);
					}
					catch (InterruptedException ex) {
						Thread.currentThread().interrupt();
					}
					return CompletableResultCode.ofSuccess();
				}

			};
		}

		@Bean
		Holder holder(ExportStatus status) {
			return new Holder(status);
		}

		record Holder(ExportStatus all) {

			ExporterStatus status() {
				return this.all.of(Signal.TRACES)
					.stream()
					.filter((status) -> status.name().equals("hanging"))
					.findFirst()
					.orElseThrow();
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class FailingExporter {

		@Bean
		SpanExporter failing() {
			return new Exporter() {

				@Override
				public CompletableResultCode export(Collection<SpanData> spans) {
					LoggerFactory.getLogger("test").warn("from the exporter");
					throw new OutOfMemoryError("planned failure");
				}

			};
		}

	}

	private abstract static class Exporter implements SpanExporter {

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
