// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.processor;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.otelspring.autoconfigure.export.ExportStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is left behind by processors of the application's own that hang: how many threads,
 * and until when.
 */
@Timeout(300)
class HangingProcessorTests {

	private final CountDownLatch latch = new CountDownLatch(1);

	private final ApplicationProcessors processors = new ApplicationProcessors(new ExportStatus(),
			Duration.ofMillis(10));

	private SdkTracerProvider provider = SdkTracerProvider.builder().build();

	@AfterEach
	void end() {
		this.latch.countDown();
		this.processors.end();
		this.provider.close();
	}

	@Test
	void threadsOfAStormThatAreStuckAreCountedUpToALimitAndNobodyFollowsThem() {
		int storm = CallTable.SIZE + 64;
		AtomicInteger inside = new AtomicInteger();
		Own own = new Own((span) -> {
			inside.incrementAndGet();
			Await.open(this.latch);
		});
		// No looks meanwhile: all of them get in before it is found
		ApplicationProcessors late = new ApplicationProcessors(new ExportStatus(), Duration.ofMillis(10));
		start(late, own);
		IntStream.range(0, storm).forEach((i) -> Await.aside(() -> span("stuck")));
		Await.until(() -> inside.get() == storm);
		late.start();
		Await.until(() -> !late.findings().isEmpty());
		IntStream.range(0, 3 * CallQueue.CAPACITY).forEach((i) -> span("later"));
		Await.until(() -> inside.get() == storm + 1);
		assertThat(count(late)).isBetween(2, CallTable.SIZE);
		this.latch.countDown();
		Await.until(() -> count(late) == 0);
		late.end();
	}

	private static int count(ApplicationProcessors processors) {
		String what = processors.findings().get(0).what();
		String text = "threads that do not return: ";
		int begin = what.indexOf(text) + text.length();
		return Integer.parseInt(what.substring(begin, what.indexOf(';', begin)));
	}

	@Test
	void threadOfItsOwnDoesNotKeepTheProcessAliveAndEndsWithTheApplication() {
		Interruptible own = new Interruptible();
		start(this.processors, own);
		this.processors.start();
		Await.aside(() -> span("stuck"));
		Await.until(() -> !this.processors.findings().isEmpty());
		span("stuck too");
		Await.until(() -> own.threads.size() == 2);
		Thread thread = own.threads.get(1);
		assertThat(thread.getName()).isEqualTo("otel-processor-Interruptible");
		assertThat(thread.isDaemon()).isTrue();
		this.processors.end();
		Await.until(() -> !thread.isAlive());
	}

	@Test
	void endOfOneApplicationEndsNothingOfAnother() {
		Interruptible own = new Interruptible();
		Interruptible others = new Interruptible();
		ApplicationProcessors other = new ApplicationProcessors(new ExportStatus(), Duration.ofMillis(10));
		SpanProcessor first = this.processors.spans(List.of(own), List.of()).get(0);
		SpanProcessor second = other.spans(List.of(others), List.of()).get(0);
		this.processors.start();
		other.start();
		for (SpanProcessor each : List.of(first, second)) {
			Await.aside(() -> each.onEnd(ended()));
		}
		Await.until(() -> !this.processors.findings().isEmpty() && !other.findings().isEmpty());
		first.onEnd(ended());
		second.onEnd(ended());
		Await.until(() -> own.threads.size() == 2 && others.threads.size() == 2);
		this.processors.end();
		Await.until(() -> !own.threads.get(1).isAlive());
		assertThat(others.threads.get(1).isAlive()).isTrue();
		other.end();
		Await.until(() -> !others.threads.get(1).isAlive());
	}

	@Test
	void watchEndsWithTheApplication() {
		Set<Thread> before = threads("otel-processor-watch");
		ApplicationProcessors watched = new ApplicationProcessors(new ExportStatus(), Duration.ofHours(1));
		watched.spans(List.of(new Interruptible()), List.of());
		watched.start();
		Set<Thread> made = threads("otel-processor-watch");
		made.removeAll(before);
		assertThat(made).singleElement().satisfies((thread) -> {
			assertThat(thread.isDaemon()).isTrue();
			watched.end();
			Await.until(() -> !thread.isAlive());
		});
	}

	@Test
	void processorThatIsSlowAfterTheEndGetsNoThreadAnyMore() {
		start(this.processors, new LateSpans());
		LogRecordProcessor logs = this.processors.logs(List.of(new LateLogs()), List.of()).get(0);
		this.processors.end();
		try (SdkLoggerProvider loggers = SdkLoggerProvider.builder().addLogRecordProcessor(logs).build()) {
			for (int i = 0; i < 20; i++) {
				span("late");
				loggers.get("test").logRecordBuilder().setBody("late").emit();
			}
			assertThat(threads("otel-processor-LateSpans")).isEmpty();
			assertThat(threads("otel-processor-LateLogs")).isEmpty();
			assertThat(this.processors.findings()).isEmpty();
		}
	}

	@Test
	void flushesOfAProcessorThatHangsTakeOneThread() {
		AtomicInteger flushes = new AtomicInteger();
		Own own = new Own((span) -> {
		}) {

			@Override
			public CompletableResultCode forceFlush() {
				flushes.incrementAndGet();
				Await.open(HangingProcessorTests.this.latch);
				return CompletableResultCode.ofSuccess();
			}

		};
		start(this.processors, own);
		List<CompletableResultCode> asked = IntStream.range(0, 50).mapToObj((i) -> this.provider.forceFlush()).toList();
		Await.until(() -> flushes.get() == 1);
		assertThat(asked).noneMatch(CompletableResultCode::isDone);
		CompletableResultCode last = this.provider.forceFlush();
		this.latch.countDown();
		assertThat(last.join(1, TimeUnit.MINUTES).isSuccess()).isTrue();
		assertThat(asked).allMatch((each) -> each.join(1, TimeUnit.MINUTES).isSuccess());
		assertThat(flushes.get()).as("what came in during the first is flushed as well").isEqualTo(2);
	}

	private static Set<Thread> threads(String name) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals(name))
			.collect(Collectors.toSet());
	}

	private void start(ApplicationProcessors guarding, SpanProcessor own) {
		this.provider = SdkTracerProvider.builder()
			.addSpanProcessor(guarding.spans(List.of(own), List.of()).get(0))
			.build();
	}

	private void span(String name) {
		this.provider.get("test").spanBuilder(name).startSpan().end();
	}

	private static ReadableSpan ended() {
		return (ReadableSpan) SdkTracerProvider.builder().build().get("test").spanBuilder("span").startSpan();
	}

	private static class Own implements SpanProcessor {

		private final Consumer<ReadableSpan> onEnd;

		Own(Consumer<ReadableSpan> onEnd) {
			this.onEnd = onEnd;
		}

		@Override
		public void onStart(Context parentContext, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			this.onEnd.accept(span);
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

	/**
	 * Waits for ever, or until its thread is interrupted.
	 */
	private static final class Interruptible extends Own {

		final List<Thread> threads = new CopyOnWriteArrayList<>();

		Interruptible() {
			super((span) -> {
			});
		}

		@Override
		public void onEnd(ReadableSpan span) {
			this.threads.add(Thread.currentThread());
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

	private static final class LateSpans extends Own {

		LateSpans() {
			super((span) -> Await.sleep(12));
		}

	}

	private static final class LateLogs implements LogRecordProcessor {

		@Override
		public void onEmit(Context context, ReadWriteLogRecord logRecord) {
			Await.sleep(12);
		}

	}

}
