// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.opentelemetry.sdk.common.CompletableResultCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.core.env.StandardEnvironment;

import io.otelspring.autoconfigure.ExportThread;
import io.otelspring.autoconfigure.config.TelemetryProperties;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class BatchQueueTests {

	private static final int MOST_WEIGHT = 1000;

	private final List<List<Integer>> batches = Collections.synchronizedList(new ArrayList<>());

	private final ExportStatus statuses = new ExportStatus();

	private final ExporterStatus status = this.statuses.add(Signal.TRACES, "test", null, null);

	private final CountDownLatch release = new CountDownLatch(1);

	private final List<BatchQueue<Integer>> queues = new ArrayList<>();

	@BeforeEach
	void logLevel() {
		// Another test's application may have changed it
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel("io.otelspring", LogLevel.INFO);
	}

	@AfterEach
	void end() {
		this.release.countDown();
		this.queues.forEach(BatchQueue::abandon);
	}

	@Test
	void fullBatchIsExportedAtOnce() throws InterruptedException {
		CountDownLatch exported = new CountDownLatch(1);
		BatchQueue<Integer> queue = queue(10, 3, (batch) -> {
			CompletableResultCode result = accept(batch);
			exported.countDown();
			return result;
		});
		add(queue, 3);
		assertThat(exported.await(1, TimeUnit.MINUTES)).isTrue();
		assertThat(this.batches).containsExactly(List.of(0, 1, 2));
	}

	@Test
	void batchIsExportedAfterTheDelay() throws InterruptedException {
		CountDownLatch exported = new CountDownLatch(1);
		BatchQueue<Integer> queue = new BatchQueue<>("test",
				new BatchSettings(Duration.ofMillis(20), Duration.ofSeconds(5), 10, 5, Long.MAX_VALUE), this.status,
				(item) -> 0, (batch) -> {
					exported.countDown();
					return accept(batch);
				});
		this.queues.add(queue);
		add(queue, 1);
		assertThat(exported.await(1, TimeUnit.MINUTES)).isTrue();
	}

	@Test
	void flushExportsWhatIsThereInBatches() {
		BatchQueue<Integer> queue = queue(10, 4, this::accept);
		add(queue, 3);
		assertThat(queue.flush().join(1, TimeUnit.MINUTES).isSuccess()).isTrue();
		add(queue, 1);
		assertThat(queue.flush().join(1, TimeUnit.MINUTES).isSuccess()).isTrue();
		assertThat(queue.flush().isSuccess()).isTrue();
		assertThat(this.batches).containsExactly(List.of(0, 1, 2), List.of(0));
		assertThat(this.status.exported()).isEqualTo(4);
	}

	@Test
	void oldestIsDroppedAndCountedWhereOneDoesNotFit() throws InterruptedException {
		CountDownLatch started = new CountDownLatch(1);
		BatchQueue<Integer> queue = queue(3, 1, (batch) -> {
			started.countDown();
			await(this.release);
			return accept(batch);
		});
		queue.add(100);
		assertThat(started.await(1, TimeUnit.MINUTES)).isTrue();
		add(queue, 5);
		assertThat(this.status.dropped()).isEqualTo(2);
		assertThat(this.status.queued()).as("three that wait and one that is on its way").isEqualTo(4);
		this.release.countDown();
		queue.flush().join(1, TimeUnit.MINUTES);
		assertThat(this.batches).containsExactly(List.of(100), List.of(2), List.of(3), List.of(4));
		assertThat(this.status.exported()).isEqualTo(4);
		assertThat(this.status.queued()).isZero();
	}

	@Test
	void oldestAreDroppedAndCountedWhereOneIsTooHeavy() throws InterruptedException {
		CountDownLatch started = new CountDownLatch(1);
		BatchQueue<Integer> queue = queue(10, 10, (batch) -> {
			started.countDown();
			await(this.release);
			return accept(batch);
		});
		queue.add(MOST_WEIGHT - 1);
		assertThat(started.await(1, TimeUnit.MINUTES)).as("what is heavy does not wait").isTrue();
		queue.add(500);
		queue.add(300);
		queue.add(100);
		assertThat(this.status.dropped()).isZero();
		queue.add(700);
		assertThat(this.status.dropped()).isEqualTo(2);
		queue.add(2 * MOST_WEIGHT);
		assertThat(this.status.dropped()).as("one that is too heavy by itself takes all the room").isEqualTo(4);
		this.release.countDown();
		queue.flush().join(1, TimeUnit.MINUTES);
		assertThat(this.batches).containsExactly(List.of(MOST_WEIGHT - 1), List.of(2 * MOST_WEIGHT));
	}

	@Test
	void batchIsNoHeavierThanAQuarterOfWhatMayWait() throws InterruptedException {
		CountDownLatch started = new CountDownLatch(1);
		BatchQueue<Integer> queue = queue(10, 10, (batch) -> {
			started.countDown();
			await(this.release);
			return accept(batch);
		});
		queue.add(MOST_WEIGHT);
		assertThat(started.await(1, TimeUnit.MINUTES)).isTrue();
		for (int i = 0; i < 4; i++) {
			queue.add(200);
		}
		this.release.countDown();
		queue.flush().join(1, TimeUnit.MINUTES);
		assertThat(this.batches).containsExactly(List.of(MOST_WEIGHT), List.of(200, 200), List.of(200, 200));
		assertThat(this.status.dropped()).isZero();
	}

	@Test
	void overflowOfAnExporterThatWorksIsSaidOnce(CapturedOutput output) throws InterruptedException {
		overflow(CompletableResultCode.ofSuccess());
		assertThat(output.getOut().split("More spans come in than exporter 'test' takes", -1)).hasSize(2);
	}

	@Test
	void overflowInAnOutageAddsNothingToItsWarning(CapturedOutput output) throws InterruptedException {
		overflow(CompletableResultCode.ofFailure());
		assertThat(output.getOut().lines().filter((line) -> line.contains("WARN") && line.contains("exporter 'test'")))
			.singleElement()
			.asString()
			.contains("Telemetry cannot be exported to exporter 'test'");
	}

	private void overflow(CompletableResultCode result) throws InterruptedException {
		CountDownLatch started = new CountDownLatch(1);
		BatchQueue<Integer> queue = queue(3, 1, (batch) -> {
			started.countDown();
			await(this.release);
			return result;
		});
		queue.add(100);
		assertThat(started.await(1, TimeUnit.MINUTES)).isTrue();
		add(queue, 5);
		this.release.countDown();
		queue.flush().join(1, TimeUnit.MINUTES);
		assertThat(this.status.dropped()).isEqualTo(2);
	}

	@Test
	void shortestDelayIsNotNone() {
		StandardEnvironment environment = new StandardEnvironment();
		TestPropertyValues.of("otel.bsp.schedule.delay=0", "otel.bsp.export.timeout=0").applyTo(environment);
		BatchSettings settings = BatchSettings.of(Destination.of(Signal.TRACES, "otlp"),
				TelemetryProperties.from(environment));
		assertThat(settings.delay()).isPositive();
		assertThat(settings.timeout()).isGreaterThan(Duration.ofDays(365));
	}

	@Test
	void threadDoesNotHoldOnToTheClassLoaderOfItsCreator() throws InterruptedException {
		Thread current = Thread.currentThread();
		ClassLoader own = current.getContextClassLoader();
		AtomicReference<ClassLoader> seen = new AtomicReference<>();
		current.setContextClassLoader(new ClassLoader(own) {
		});
		try {
			BatchQueue<Integer> queue = queue(10, 1, (batch) -> {
				seen.set(Thread.currentThread().getContextClassLoader());
				return accept(batch);
			});
			add(queue, 1);
			queue.flush().join(1, TimeUnit.MINUTES);
		}
		finally {
			current.setContextClassLoader(own);
		}
		assertThat(seen.get()).isSameAs(BatchQueue.class.getClassLoader());
	}

	@Test
	void everyItemIsCountedOnce() {
		BatchQueue<Integer> queue = queue(50, 7,
				(batch) -> batch.contains(13) ? CompletableResultCode.ofFailure() : accept(batch));
		add(queue, 40);
		queue.stop().join(1, TimeUnit.MINUTES);
		queue.add(41);
		assertThat(this.status.exported() + this.status.failed() + this.status.dropped()).isEqualTo(41);
		assertThat(this.status.failed()).isEqualTo(7);
		assertThat(this.status.dropped()).isEqualTo(1);
	}

	@Test
	void exporterThatThrowsIsSurvived() {
		BatchQueue<Integer> queue = queue(10, 1, (batch) -> {
			if (batch.contains(0)) {
				throw new AssertionError("broken");
			}
			return accept(batch);
		});
		add(queue, 2);
		queue.flush().join(1, TimeUnit.MINUTES);
		assertThat(this.batches).containsExactly(List.of(1));
		assertThat(this.status.failed()).isEqualTo(1);
		assertThat(this.status.lastError()).satisfies((error) -> assertThat(error.message()).contains("broken"));
	}

	@Test
	void abandonEndsAHangingExportAndCountsWhatIsLeftAsDropped() throws InterruptedException {
		CountDownLatch started = new CountDownLatch(1);
		CompletableResultCode never = new CompletableResultCode();
		BatchQueue<Integer> queue = queue(10, 2, (batch) -> {
			started.countDown();
			return never;
		});
		add(queue, 5);
		assertThat(started.await(1, TimeUnit.MINUTES)).isTrue();
		CompletableResultCode flush = queue.flush();
		CompletableResultCode stop = queue.stop();
		queue.abandon();
		assertThat(stop.join(1, TimeUnit.MINUTES).isDone()).isTrue();
		assertThat(flush.join(1, TimeUnit.MINUTES).isDone()).isTrue();
		assertThat(this.status.dropped()).isEqualTo(5);
		never.succeed();
		assertThat(this.status.exported()).isZero();
		assertThat(this.status.queued()).isZero();
	}

	@Test
	void exportThreadIsMarked() {
		AtomicReference<Boolean> marked = new AtomicReference<>();
		BatchQueue<Integer> queue = queue(10, 1, (batch) -> {
			marked.set(ExportThread.isCurrent());
			return accept(batch);
		});
		add(queue, 1);
		queue.flush().join(1, TimeUnit.MINUTES);
		assertThat(marked.get()).isTrue();
	}

	private BatchQueue<Integer> queue(int size, int batch, Function<List<Integer>, CompletableResultCode> exporter) {
		BatchQueue<Integer> queue = new BatchQueue<>("test",
				new BatchSettings(Duration.ofHours(1), Duration.ofSeconds(30), size, batch, MOST_WEIGHT), this.status,
				(item) -> item, (items) -> this.status.export(items.size(), () -> exporter.apply(items)));
		this.queues.add(queue);
		return queue;
	}

	private CompletableResultCode accept(List<Integer> batch) {
		this.batches.add(List.copyOf(batch));
		return CompletableResultCode.ofSuccess();
	}

	private static void add(BatchQueue<Integer> queue, int count) {
		for (int i = 0; i < count; i++) {
			queue.add(i);
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await(1, TimeUnit.MINUTES);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
