// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EarlyLogs}.
 */
class EarlyLogsTests {

	private final EarlyLogs early = new EarlyLogs(5);

	private final RecordedLogs logs = new RecordedLogs();

	private final ProviderTarget target = new ProviderTarget(this.logs.provider());

	@Test
	void replaysWhatARecordSaid() {
		SpanContext span = SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
				TraceFlags.getDefault(), TraceState.getDefault());
		this.early.logger("com.example.Shop")
			.logRecordBuilder()
			.setTimestamp(1234, TimeUnit.NANOSECONDS)
			.setContext(Context.root().with(Span.wrap(span)))
			.setSeverity(Severity.WARN)
			.setSeverityText("WARNING")
			.setBody("low stock")
			.setAttribute(AttributeKey.longKey("items"), 3L)
			.setException(new IllegalStateException("empty"))
			.emit();
		assertThat(this.early.drainTo(this.target)).isZero();
		LogRecordData record = this.logs.one("low stock");
		assertThat(record.getInstrumentationScopeInfo().getName()).isEqualTo("com.example.Shop");
		assertThat(record.getTimestampEpochNanos()).isEqualTo(1234);
		assertThat(record.getObservedTimestampEpochNanos()).isPositive();
		assertThat(record.getSpanContext()).isEqualTo(span);
		assertThat(record.getSeverity()).isEqualTo(Severity.WARN);
		assertThat(record.getSeverityText()).isEqualTo("WARNING");
		assertThat(RecordedLogs.attributes(record)).containsEntry("items", 3L)
			.containsEntry("exception.type", "java.lang.IllegalStateException")
			.containsEntry("exception.message", "empty")
			.containsKey("exception.stacktrace");
	}

	@Test
	void dropsTheOldestAndCounts() {
		log(0, 8);
		assertThat(this.early.drainTo(this.target)).isEqualTo(3);
		assertThat(this.logs.bodies()).containsExactly("3", "4", "5", "6", "7");
	}

	@Test
	void passesOnWhatComesLate() {
		Logger logger = this.early.logger("late");
		this.early.drainTo(this.target);
		logger.logRecordBuilder().setBody("late").emit();
		assertThat(this.logs.bodies()).containsExactly("late");
	}

	@Test
	void forgetsWhatCannotBeSent() {
		log(0, 2);
		this.early.discard();
		log(2, 4);
		this.early.drainTo(this.target);
		assertThat(this.logs.bodies()).isEmpty();
	}

	@Test
	void doesNotKeepWhatTheExportSays() {
		Logger logger = this.early.logger("io.opentelemetry.exporter.internal.http.HttpExporter");
		assertThat(logger.isEnabled(Severity.ERROR)).isFalse();
	}

	@Test
	void losesNothingThatIsLoggedMeanwhile() throws InterruptedException {
		EarlyLogs early = new EarlyLogs();
		CountDownLatch begun = new CountDownLatch(1);
		Thread thread = new Thread(() -> {
			for (int i = 0; i < 5_000; i++) {
				early.logger("test").logRecordBuilder().setBody(String.valueOf(i)).emit();
				begun.countDown();
			}
		});
		thread.start();
		begun.await();
		early.drainTo(this.target);
		thread.join();
		List<String> expected = IntStream.range(0, 5_000).mapToObj(String::valueOf).toList();
		assertThat(this.logs.bodies()).containsExactlyInAnyOrderElementsOf(expected);
	}

	private void log(int from, int to) {
		for (int i = from; i < to; i++) {
			this.early.logger("test").logRecordBuilder().setBody(String.valueOf(i)).emit();
		}
	}

}
