// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.processor;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.internal.ExtendedSpanProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.Finding.Severity;
import io.otelspring.autoconfigure.export.ExportStatus;
import io.otelspring.test.AllocatedBytes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a span processor of the application's that blocks can do to its callers, and what
 * leaves meanwhile.
 */
@Timeout(300)
class SpanChainTests {

	private static final AttributeKey<String> CARD = AttributeKey.stringKey("card");

	// A call that is in progress for five of them counts as one that does not return
	private static final Duration TICK = Duration.ofMillis(25);

	private static final ContextKey<String> TENANT = ContextKey.named("tenant");

	private ApplicationProcessors processors = new ApplicationProcessors(new ExportStatus(), TICK);

	private final Recorder exported = new Recorder();

	private final CountDownLatch latch = new CountDownLatch(1);

	private SdkTracerProvider provider = SdkTracerProvider.builder().build();

	@AfterEach
	void end() {
		this.latch.countDown();
		this.processors.end();
		this.provider.close();
	}

	@Test
	void endThatNeverReturnsKeepsNoFurtherCaller() {
		Recorder own = new Recorder() {

			@Override
			public void onEnd(ReadableSpan span) {
				if (span.getName().startsWith("blocked")) {
					Await.open(SpanChainTests.this.latch);
				}
				super.onEnd(span);
			}

		};
		start(own);
		span("quick");
		assertThat(own.threads).containsExactly(Thread.currentThread().getName());
		Await.aside(() -> span("blocked"));
		Await.until(() -> !this.processors.findings().isEmpty());
		span("blocked too");
		try (Scope scope = Context.root().with(TENANT, "blue").makeCurrent()) {
			span("later");
		}
		assertThat(this.exported.names).containsExactly("quick", "blocked too", "later");
		assertThat(own.names).containsExactly("quick");
		Finding finding = this.processors.findings().get(0);
		assertThat(finding.severity()).isEqualTo(Severity.WARNING);
		assertThat(finding.what()).contains(own.getClass().getName(), "blocks in onEnd", "calls lost: 0");
		Await.until(() -> this.processors.findings().get(0).what().contains("threads that do not return: 2"));
		// Nobody waits for it at the end
		assertThat(this.processors.settle(Duration.ofMinutes(5))).isLessThan(Duration.ofMinutes(1));
		this.latch.countDown();
		Await.until(() -> this.processors.findings().get(0).what().contains("threads that do not return: 0"));
		this.processors.settle(Duration.ofMinutes(1));
		assertThat(own.names).containsExactlyInAnyOrder("quick", "blocked", "blocked too", "later");
		assertThat(own.names.indexOf("blocked too")).isLessThan(own.names.indexOf("later"));
		assertThat(own.threads.get(own.names.indexOf("later"))).startsWith("otel-processor-");
		assertThat(own.tenants).contains("blue");
	}

	@Test
	void slowEndIsCalledElsewhereAfterTenCalls() {
		watchSlowly();
		Recorder own = new Recorder() {

			@Override
			public void onEnd(ReadableSpan span) {
				Await.sleep(12);
				super.onEnd(span);
			}

		};
		start(own);
		IntStream.range(0, 15).forEach((i) -> span("span " + i));
		this.processors.settle(Duration.ofMinutes(1));
		assertThat(own.names).hasSize(15).isEqualTo(this.exported.names);
		assertThat(own.threads.subList(0, 10)).containsOnly(Thread.currentThread().getName());
		assertThat(own.threads.subList(10, 15)).allMatch((name) -> name.startsWith("otel-processor-"));
	}

	@Test
	void fewSlowCallsAmongThousandsAreNotHeldAgainstAProcessor() {
		watchSlowly();
		Recorder own = new Recorder() {

			@Override
			public void onEnd(ReadableSpan span) {
				if (span.getName().equals("slow")) {
					Await.sleep(12);
				}
			}

		};
		// A list of so many would take its time
		start(List.of(own), List.of());
		span("slow");
		IntStream.range(0, 50_000).forEach((i) -> span("quick"));
		IntStream.range(0, 12).forEach((i) -> span("slow"));
		assertThat(this.processors.findings()).isEmpty();
	}

	@Test
	void whatDoesNotFitIsCounted() {
		Recorder own = new Recorder() {

			@Override
			public void onEnd(ReadableSpan span) {
				Await.open(SpanChainTests.this.latch);
				super.onEnd(span);
			}

		};
		start(own);
		Await.aside(() -> span("blocked"));
		Await.until(() -> !this.processors.findings().isEmpty());
		span("taken");
		Await.until(() -> this.processors.findings().get(0).what().contains("threads that do not return: 2"));
		IntStream.range(0, CallQueue.CAPACITY + 7).forEach((i) -> span("span " + i));
		assertThat(this.exported.names).hasSize(CallQueue.CAPACITY + 8);
		assertThat(this.processors.findings().get(0).what()).contains("calls lost: 7)");
		this.processors.end();
		assertThat(this.processors.findings().get(0).what()).contains("calls lost: " + (CallQueue.CAPACITY + 7) + ")");
		span("after the end");
		assertThat(this.exported.names).endsWith("after the end");
	}

	@Test
	void startThatNeverReturnsKeepsNoFurtherCallerAndLeaksNothing() {
		Recorder own = new Recorder() {

			@Override
			public void onStart(Context parentContext, ReadWriteSpan span) {
				if (span.getName().equals("blocked")) {
					Await.open(SpanChainTests.this.latch);
				}
				span.setAttribute(CARD, "***");
			}

		};
		start(own);
		span("quick");
		Await.aside(() -> span("blocked"));
		Await.until(() -> !this.processors.findings().isEmpty());
		Span longer = this.provider.get("test").spanBuilder("longer").setAttribute(CARD, "4111").startSpan();
		span("unseen");
		assertThat(this.exported.names).containsExactly("quick");
		Finding finding = this.processors.findings().get(0);
		assertThat(finding.severity()).isEqualTo(Severity.ERROR);
		assertThat(finding.what()).contains("blocks in onStart", "threads that do not return: 1", "calls lost: 2)");
		this.latch.countDown();
		Await.until(() -> {
			span("later");
			return this.exported.names.contains("later");
		});
		longer.end();
		assertThat(this.exported.names).contains("blocked").doesNotContain("longer", "unseen");
		assertThat(this.exported.cards).containsOnly("***");
		assertThat(own.names).isEqualTo(this.exported.names);
	}

	@Test
	void whatAProcessorHasSeenIsExportedHoweverManyItHasNotSeenAboutThen() {
		Set<ReadableSpan> begun = ConcurrentHashMap.newKeySet();
		Recorder own = new Recorder() {

			@Override
			public void onStart(Context parentContext, ReadWriteSpan span) {
				if (span.getName().equals("blocked")) {
					Await.open(SpanChainTests.this.latch);
				}
				begun.add(span);
			}

			@Override
			public void onEnd(ReadableSpan span) {
				assertThat(begun).contains(span);
				super.onEnd(span);
			}

		};
		EndingRecorder later = new EndingRecorder();
		start(List.of(own, later));
		Span seen = this.provider.get("test").spanBuilder("seen").startSpan();
		Await.aside(() -> span("blocked"));
		Await.until(() -> !this.processors.findings().isEmpty());
		Span first = this.provider.get("test").spanBuilder("unseen").startSpan();
		this.latch.countDown();
		Await.until(() -> {
			span("between");
			return own.names.contains("between");
		});
		Span between = this.provider.get("test").spanBuilder("seen between").startSpan();
		List.of(seen, first, between).forEach(Span::end);
		assertThat(own.names).contains("blocked", "seen", "seen between").doesNotContain("unseen");
		assertThat(this.exported.names).isEqualTo(own.names);
		assertThat(later.names).as("nor does any other").isEqualTo(own.names);
		assertThat(later.endings).isEqualTo(own.names);
	}

	@Test
	@Tag("allocation")
	void endOfASpanAllocatesNothingWhileOthersAreUnseenThatHaveNotEnded() {
		SpanProcessor guarded = this.processors.spans(List.of(new EndingRecorder() {

			@Override
			public void onStart(Context parentContext, ReadWriteSpan span) {
				if (span.getName().equals("blocked")) {
					Await.open(SpanChainTests.this.latch);
				}
			}

			@Override
			public void onEnding(ReadWriteSpan span) {
			}

			@Override
			public void onEnd(ReadableSpan span) {
			}

		}), List.of()).get(0);
		this.processors.start();
		Await.aside(() -> guarded.onStart(Context.root(), recording("blocked")));
		Await.until(() -> !this.processors.findings().isEmpty());
		ReadWriteSpan unseen = recording("unseen");
		guarded.onStart(Context.root(), unseen);
		ReadWriteSpan span = recording("span");
		AllocatedBytes.measure(() -> guarded.onEnd(span), (bytes) -> assertThat(bytes).isZero());
		assertThat(this.processors.findings().get(0).what()).contains("calls lost: 1)");
		guarded.onEnd(unseen);
	}

	@Test
	void slowStartThatWritesIsWaitedFor() {
		watchSlowly();
		start(new Recorder() {

			@Override
			public void onStart(Context parentContext, ReadWriteSpan span) {
				Await.sleep(12);
				span.setAttribute(CARD, "***");
			}

		});
		IntStream.range(0, 15).forEach((i) -> span("span " + i));
		assertThat(this.exported.cards).hasSize(15).containsOnly("***");
		assertThat(this.processors.findings()).singleElement().satisfies((finding) -> {
			assertThat(finding.severity()).isEqualTo(Severity.WARNING);
			assertThat(finding.what()).contains("blocks in onStart");
			assertThat(finding.why()).contains("requests wait for it");
		});
	}

	@Test
	void endingThatNeverReturnsKeepsNoFurtherCallerAndLeaksNothing() {
		start(new EndingRecorder());
		span("quick");
		Await.aside(() -> span("blocked"));
		Await.until(() -> !this.processors.findings().isEmpty());
		span("unseen");
		assertThat(this.exported.names).containsExactly("quick");
		assertThat(this.exported.cards).containsExactly("***");
		assertThat(this.processors.findings().get(0).what()).contains("blocks in onEnding");
	}

	@Test
	void processorThatHangsAtItsEndKeepsNothingFromTheOthers() {
		Recorder own = new Recorder() {

			@Override
			public CompletableResultCode shutdown() {
				Await.open(SpanChainTests.this.latch);
				throw new IllegalStateException("planned failure");
			}

		};
		start(own);
		span("quick");
		CompletableResultCode ended = this.provider.shutdown();
		assertThat(this.exported.ended.await()).isTrue();
		assertThat(ended.isDone()).isFalse();
		this.latch.countDown();
		assertThat(ended.join(1, TimeUnit.MINUTES).isSuccess()).isFalse();
	}

	@Test
	void twoContextsDoNotShareAnything() {
		Recorder own = new Recorder() {

			@Override
			public void onEnd(ReadableSpan span) {
				if (span.getName().equals("blocked")) {
					Await.open(SpanChainTests.this.latch);
				}
				super.onEnd(span);
			}

		};
		start(own);
		ApplicationProcessors others = new ApplicationProcessors(new ExportStatus(), TICK);
		SpanProcessor other = others.spans(List.of(own), List.of()).get(0);
		others.start();
		try (SdkTracerProvider second = SdkTracerProvider.builder().addSpanProcessor(other).build()) {
			Await.aside(() -> span("blocked"));
			Await.until(() -> !this.processors.findings().isEmpty());
			second.get("test").spanBuilder("quick").startSpan().end();
			assertThat(own.threads).containsExactly(Thread.currentThread().getName());
			assertThat(others.findings()).isEmpty();
		}
		finally {
			others.end();
		}
	}

	@Test
	@Tag("allocation")
	void watchOnAProcessorAllocatesNothing() {
		SpanProcessor guarded = this.processors.spans(List.of(new EndingRecorder() {

			@Override
			public void onEnding(ReadWriteSpan span) {
			}

			@Override
			public void onEnd(ReadableSpan span) {
			}

		}), List.of()).get(0);
		this.processors.start();
		ReadWriteSpan span = recording("span");
		AllocatedBytes.measure(() -> call(guarded, span), (bytes) -> assertThat(bytes).isZero());
	}

	private static void call(SpanProcessor processor, ReadWriteSpan span) {
		processor.onStart(Context.root(), span);
		((ExtendedSpanProcessor) processor).onEnding(span);
		processor.onEnd(span);
	}

	// Where nothing hangs: a busy machine must not make it look so
	private void watchSlowly() {
		this.processors = new ApplicationProcessors(new ExportStatus(), Duration.ofHours(1));
	}

	private static ReadWriteSpan recording(String name) {
		return (ReadWriteSpan) SdkTracerProvider.builder().build().get("test").spanBuilder(name).startSpan();
	}

	private void start(SpanProcessor own) {
		start(List.of(own));
	}

	private void start(List<SpanProcessor> own) {
		start(own, List.of(this.exported));
	}

	private void start(List<SpanProcessor> own, List<SpanProcessor> exporting) {
		this.provider = SdkTracerProvider.builder()
			.addSpanProcessor(this.processors.spans(own, exporting).get(0))
			.build();
		this.processors.start();
	}

	private void span(String name) {
		this.provider.get("test").spanBuilder(name).setAttribute(CARD, "4111").startSpan().end();
	}

	/**
	 * Masks cards at the end, as only extended processors can.
	 */
	private class EndingRecorder extends Recorder implements ExtendedSpanProcessor {

		final List<String> endings = new CopyOnWriteArrayList<>();

		@Override
		public void onEnding(ReadWriteSpan span) {
			this.endings.add(span.getName());
			if (span.getName().equals("blocked")) {
				Await.open(SpanChainTests.this.latch);
			}
			span.setAttribute(CARD, "***");
		}

		@Override
		public boolean isOnEndingRequired() {
			return true;
		}

	}

	private static class Recorder implements SpanProcessor {

		final List<String> names = new CopyOnWriteArrayList<>();

		final List<String> cards = new CopyOnWriteArrayList<>();

		final List<String> threads = new CopyOnWriteArrayList<>();

		final List<String> tenants = new CopyOnWriteArrayList<>();

		final Ended ended = new Ended(new CountDownLatch(1));

		@Override
		public void onStart(Context parentContext, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return true;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			this.threads.add(Thread.currentThread().getName());
			this.tenants.add(String.valueOf(Context.current().get(TENANT)));
			this.cards.add(span.getAttribute(CARD));
			this.names.add(span.getName());
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

		@Override
		public CompletableResultCode shutdown() {
			this.ended.latch().countDown();
			return CompletableResultCode.ofSuccess();
		}

	}

	private record Ended(CountDownLatch latch) {

		boolean await() {
			try {
				return this.latch.await(1, TimeUnit.MINUTES);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
