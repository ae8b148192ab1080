// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.processor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.otelspring.autoconfigure.Finding.Severity;
import io.otelspring.autoconfigure.export.ExportStatus;
import io.otelspring.test.AllocatedBytes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a log record processor of the application's that blocks can do to its callers, and
 * what leaves meanwhile.
 */
@Timeout(300)
class LogChainTests {

	private static final AttributeKey<String> CARD = AttributeKey.stringKey("card");

	// A call that is in progress for five of them counts as one that does not return
	private static final Duration TICK = Duration.ofMillis(25);

	private static final ContextKey<String> TENANT = ContextKey.named("tenant");

	private ApplicationProcessors processors = new ApplicationProcessors(new ExportStatus(), TICK);

	private final List<String> exported = new CopyOnWriteArrayList<>();

	private final List<String> threads = new CopyOnWriteArrayList<>();

	private final CountDownLatch latch = new CountDownLatch(1);

	private SdkLoggerProvider provider = SdkLoggerProvider.builder().build();

	@AfterEach
	void end() {
		this.latch.countDown();
		this.processors.end();
		this.provider.close();
	}

	@Test
	void readerThatNeverReturnsKeepsNoFurtherCallerAndNothingOvertakesIt() {
		List<String> tenants = new CopyOnWriteArrayList<>();
		start((record) -> {
			if (body(record).equals("blocked")) {
				Await.open(this.latch);
			}
			tenants.add(String.valueOf(Context.current().get(TENANT)));
		});
		emit("quick");
		Await.aside(() -> emit("blocked"));
		Await.until(() -> !this.processors.findings().isEmpty());
		emit("blocked");
		try (Scope scope = Context.root().with(TENANT, "blue").makeCurrent()) {
			emit("later");
		}
		assertThat(this.exported).containsExactly("quick 4111");
		assertThat(this.processors.findings()).singleElement().satisfies((finding) -> {
			assertThat(finding.severity()).isEqualTo(Severity.WARNING);
			assertThat(finding.what()).contains("blocks in onEmit", "calls lost: 0)");
		});
		Await.until(() -> this.processors.findings().get(0).what().contains("threads that do not return: 2"));
		assertThat(this.processors.settle(Duration.ofMinutes(5))).isLessThan(Duration.ofMinutes(1));
		IntStream.range(0, CallQueue.CAPACITY + 3).forEach((i) -> emit("span " + i));
		assertThat(this.processors.findings().get(0).what()).contains("calls lost: 4)");
		this.latch.countDown();
		Await.until(() -> this.exported.size() == CallQueue.CAPACITY + 3);
		assertThat(this.exported).endsWith("span " + (CallQueue.CAPACITY + 2) + " 4111");
		assertThat(tenants).doesNotContain("blue");
	}

	@Test
	void slowReaderIsCalledElsewhereAfterTenCallsTogetherWithWhatComesAfter() {
		watchSlowly();
		List<String> tenants = new CopyOnWriteArrayList<>();
		start((record) -> {
			Await.sleep(12);
			tenants.add(String.valueOf(Context.current().get(TENANT)));
		});
		try (Scope scope = Context.root().with(TENANT, "blue").makeCurrent()) {
			IntStream.range(0, 15).forEach((i) -> emit("record " + i));
		}
		assertThat(this.provider.forceFlush().join(1, TimeUnit.MINUTES).isSuccess()).isTrue();
		assertThat(this.exported).hasSize(15).startsWith("record 0 4111").endsWith("record 14 4111");
		assertThat(this.threads.subList(0, 10)).containsOnly(Thread.currentThread().getName());
		assertThat(this.threads.subList(10, 15)).allMatch((name) -> name.startsWith("otel-processor-"));
		assertThat(tenants).hasSize(15).containsOnly("blue");
	}

	@Test
	void whatAReaderMasksAfterAllIsMaskedAndItIsWaitedForFromThenOn() {
		watchSlowly();
		start((record) -> {
			Await.sleep(12);
			if (body(record).startsWith("secret")) {
				Await.open(this.latch);
				record.setAttribute(CARD, "***");
			}
		});
		IntStream.range(0, 11).forEach((i) -> emit("plain"));
		emit("secret");
		assertThat(this.exported).hasSizeLessThan(12);
		this.latch.countDown();
		Await.until(() -> this.exported.size() == 12);
		assertThat(this.exported).endsWith("secret ***");
		assertThat(this.threads.get(11)).startsWith("otel-processor-");
		emit("secret too");
		assertThat(this.exported).endsWith("secret too ***");
		assertThat(this.threads.get(12)).isEqualTo(Thread.currentThread().getName());
		assertThat(this.processors.findings().get(0).why()).contains("requests wait for it");
	}

	@Test
	void slowWriterIsWaitedFor() {
		watchSlowly();
		start((record) -> {
			Await.sleep(12);
			record.setAttribute(CARD, "***");
		});
		for (int i = 0; i < 15; i++) {
			emit("record " + i);
			assertThat(this.exported).endsWith("record " + i + " ***");
		}
		assertThat(this.threads).containsOnly(Thread.currentThread().getName());
		assertThat(this.processors.findings()).singleElement()
			.satisfies((finding) -> assertThat(finding.why()).contains("requests wait for it"));
	}

	@Test
	void writerThatNeverReturnsKeepsNoFurtherCallerAndLeaksNothing() {
		start((record) -> {
			if (body(record).equals("blocked")) {
				Await.open(this.latch);
			}
			record.setAttribute(CARD, "***");
		});
		emit("quick");
		Await.aside(() -> emit("blocked"));
		Await.until(() -> !this.processors.findings().isEmpty());
		emit("unseen");
		assertThat(this.exported).containsExactly("quick ***");
		assertThat(this.processors.findings()).singleElement().satisfies((finding) -> {
			assertThat(finding.severity()).isEqualTo(Severity.ERROR);
			assertThat(finding.what()).contains("threads that do not return: 1", "calls lost: 1)");
		});
		this.latch.countDown();
		Await.until(() -> {
			emit("later");
			return this.exported.contains("later ***");
		});
		assertThat(this.exported).allMatch((record) -> record.endsWith(" ***")).doesNotContain("unseen ***");
	}

	@Test
	void processorOfWhichNothingIsKnownYetIsTakenForAWriter() {
		start((record) -> Await.open(this.latch));
		Await.aside(() -> emit("blocked"));
		Await.until(() -> !this.processors.findings().isEmpty());
		emit("unseen");
		assertThat(this.exported).isEmpty();
		assertThat(this.processors.findings().get(0).severity()).isEqualTo(Severity.ERROR);
	}

	@Test
	void bodiesAreBounded() {
		start((record) -> {
			if (body(record).equals("blocked")) {
				Await.open(this.latch);
			}
		});
		emit("quick");
		Await.aside(() -> emit("blocked"));
		Await.until(() -> !this.processors.findings().isEmpty());
		emit("blocked");
		Await.until(() -> this.processors.findings().get(0).what().contains("threads that do not return: 2"));
		String large = "x".repeat(3_000_000);
		IntStream.range(0, 5).forEach((i) -> emit(large));
		assertThat(this.processors.findings().get(0).what()).contains("calls lost: 3)");
	}

	@Test
	@Tag("allocation")
	void watchOnAProcessorAllocatesNothing() {
		LogRecordProcessor guarded = this.processors.logs(List.of((context, record) -> {
		}), List.of()).get(0);
		this.processors.start();
		List<ReadWriteLogRecord> made = new CopyOnWriteArrayList<>();
		SdkLoggerProvider.builder()
			.addLogRecordProcessor((context, record) -> made.add(record))
			.build()
			.get("test")
			.logRecordBuilder()
			.emit();
		AllocatedBytes.measure(() -> guarded.onEmit(Context.root(), made.get(0)),
				(bytes) -> assertThat(bytes).isZero());
	}

	// Where nothing hangs: a busy machine must not make it look so
	private void watchSlowly() {
		this.processors = new ApplicationProcessors(new ExportStatus(), Duration.ofHours(1));
	}

	private void start(Consumer<ReadWriteLogRecord> own) {
		this.provider = SdkLoggerProvider.builder()
			.addLogRecordProcessor(this.processors.logs(List.of((context, record) -> {
				own.accept(record);
				this.threads.add(Thread.currentThread().getName());
			}), List.of((context, record) -> this.exported.add(body(record) + " " + record.getAttribute(CARD)))).get(0))
			.build();
		this.processors.start();
	}

	private void emit(String body) {
		this.provider.get("test").logRecordBuilder().setBody(body).setAttribute(CARD, "4111").emit();
	}

	private static String body(ReadWriteLogRecord record) {
		return record.getBodyValue().asString();
	}

}
