// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.delivery;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.common.CompletableResultCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.otelspring.autoconfigure.export.transport.Answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class CourierTests {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private static final Duration LONG = Duration.ofMinutes(10);

	private static final Duration SHORT = Duration.ofMillis(2);

	private final CountingAccount account = new CountingAccount();

	private final FakeTransport transport = new FakeTransport(FakeTransport.ACCEPTED);

	private Courier courier = courier(SHORT);

	private final Lane lane = lane(this.courier, this.transport, this.account, 1000);

	@AfterEach
	void end() {
		this.courier.abandon();
	}

	@Test
	void batchesArriveInOrder() {
		send("a", "bb", "ccc");
		assertThat(join(this.courier.flush(this.lane))).isTrue();
		assertThat(this.transport.sent).containsExactly("a", "bb", "ccc");
		assertThat(this.account.exported).hasValue(6);
		assertThat(this.account.queued()).isZero();
	}

	@Test
	void oneBatchAtATimeIsOnItsWay() {
		this.transport.hang();
		send("a", "b");
		await().atMost(PATIENCE).until(() -> this.transport.sent.size() == 1);
		assertThat(this.account.queued()).isEqualTo(2);
		assertThat(this.transport.sent).containsExactly("a");
	}

	@Test
	void batchIsSentAgainUntilItIsAccepted() {
		this.transport.answer(FakeTransport.RETRYABLE);
		send("a", "b");
		await().atMost(PATIENCE).until(() -> this.transport.sent.size() > 7);
		assertThat(this.transport.sent).containsOnly("a");
		assertThat(this.account.queued()).isEqualTo(2);
		this.transport.answer(FakeTransport.ACCEPTED);
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(this.account.exported).hasValue(2));
		assertThat(this.account.dropped).hasValue(0);
	}

	@Test
	void batchThatIsRefusedIsNotSentAgain() {
		this.transport.answer(FakeTransport.REFUSED);
		send("aaa", "b");
		join(this.courier.flush(this.lane));
		assertThat(this.transport.sent).containsExactly("aaa", "b");
		assertThat(this.account.failed).hasValue(4);
	}

	@Test
	void itemsThatWereRejectedFailed() {
		this.transport.answer(new Answer(Answer.Kind.ACCEPTED, "too old", null, 2));
		send("aaaaa");
		join(this.courier.flush(this.lane));
		assertThat(this.account.exported).hasValue(3);
		assertThat(this.account.failed).hasValue(2);
	}

	@Test
	void oldestIsDroppedWhereMemoryIsFull() {
		Courier patient = courier(LONG);
		Lane small = lane(patient, this.transport, this.account, 5);
		this.transport.answer(FakeTransport.RETRYABLE);
		patient.send(small, FakeTransport.batch("aa"));
		await().atMost(PATIENCE).until(() -> this.account.postponed.get() == 1);
		for (String text : List.of("bb", "cc", "dd")) {
			patient.send(small, FakeTransport.batch(text));
		}
		assertThat(this.account.dropped).hasValue(4);
		this.transport.answer(FakeTransport.ACCEPTED);
		assertThat(join(patient.flush(small))).isTrue();
		assertThat(this.transport.sent).containsExactly("aa", "cc", "dd");
		assertThat(this.account.exported).hasValue(4);
		patient.abandon();
	}

	@Test
	void batchLargerThanMemoryIsSentIfItIsAlone() {
		Lane tiny = lane(this.courier, this.transport, this.account, 1);
		this.courier.send(tiny, FakeTransport.batch("aaaaaaa"));
		assertThat(join(this.courier.flush(tiny))).isTrue();
		assertThat(this.account.exported).hasValue(7);
	}

	@Test
	void serverIsLeftAloneForAsLongAsItAsks() {
		Duration pause = Duration.ofMillis(300);
		this.transport.answer(new Answer(Answer.Kind.RETRYABLE, "status 429", pause, 0));
		send("a");
		await().atMost(PATIENCE).until(() -> this.account.postponed.get() >= 1);
		assertThat(join(this.courier.flush(this.lane))).isFalse();
		this.transport.answer(FakeTransport.ACCEPTED);
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(this.account.exported).hasValue(1));
		assertThat(this.transport.times.get(1) - this.transport.times.get(0)).isGreaterThanOrEqualTo(pause.toNanos());
	}

	@Test
	void signalsOfADestinationThatIsOutMakeOneAttemptInAPause() {
		Courier patient = courier(LONG);
		FakeTransport other = new FakeTransport(FakeTransport.RETRYABLE);
		this.transport.answer(FakeTransport.RETRYABLE);
		Lane first = lane(patient, this.transport, this.account, 1000);
		Lane second = lane(patient, other, this.account, 1000);
		patient.send(first, FakeTransport.batch("a"));
		patient.send(second, FakeTransport.batch("b"));
		await().atMost(PATIENCE).until(() -> this.account.postponed.get() == 2);
		patient.send(first, FakeTransport.batch("c"));
		patient.send(second, FakeTransport.batch("d"));
		this.transport.answer(FakeTransport.ACCEPTED);
		other.answer(FakeTransport.ACCEPTED);
		assertThat(join(patient.flush(first))).isTrue();
		// The destination is back, which the other signal need not find out for itself
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(this.account.exported).hasValue(4));
		patient.abandon();
	}

	@Test
	void signalThatFailsDoesNotHoldUpAnother() {
		FakeTransport other = new FakeTransport(FakeTransport.ACCEPTED);
		CountingAccount others = new CountingAccount();
		Lane healthy = lane(this.courier, other, others, 1000);
		this.transport.hang();
		send("a");
		this.courier.send(healthy, FakeTransport.batch("b"));
		assertThat(join(this.courier.flush(healthy))).isTrue();
		this.courier.send(healthy, FakeTransport.batch("c"));
		assertThat(join(this.courier.flush(healthy))).isTrue();
		assertThat(others.exported).hasValue(2);
	}

	@Test
	void pausesGrow() {
		this.courier.abandon();
		this.courier = courier(Duration.ofMillis(40));
		Lane slow = lane(this.courier, this.transport, this.account, 1000);
		this.transport.answer(FakeTransport.RETRYABLE);
		this.courier.send(slow, FakeTransport.batch("a"));
		await().atMost(PATIENCE).until(() -> this.transport.times.size() >= 8);
		long first = this.transport.times.get(1) - this.transport.times.get(0);
		long last = this.transport.times.get(7) - this.transport.times.get(6);
		assertThat(first).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
		// 40 * 1.5^6 / 2
		assertThat(last).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(227));
	}

	@Test
	void transportThatGivesNoAnswerIsNotWaitedForLonger() {
		Lane impatient = new Lane(this.transport, Duration.ofMillis(50), this.account,
				new Backlog(1000, null, this.account));
		this.courier.add(impatient);
		this.transport.hang();
		this.courier.send(impatient, FakeTransport.batch("a"));
		await().atMost(PATIENCE).until(() -> this.account.postponed.get() >= 1);
		this.transport.answer(FakeTransport.ACCEPTED);
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(this.account.exported).hasValue(1));
	}

	@Test
	void errorOfTheTransportCostsNothing() {
		this.transport.answers = (body) -> {
			throw new OutOfMemoryError("for a test");
		};
		send("a");
		await().atMost(PATIENCE).until(() -> this.account.postponed.get() > 2);
		this.transport.answers = (body) -> CompletableFuture.failedFuture(new OutOfMemoryError("for a test"));
		await().atMost(PATIENCE).until(() -> this.account.postponed.get() > 6);
		this.transport.answer(FakeTransport.ACCEPTED);
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(this.account.exported).hasValue(1));
	}

	@Test
	void flushTriesOnceWhereTheDestinationIsOut() {
		Courier patient = courier(LONG);
		Lane failing = lane(patient, this.transport, this.account, 1000);
		this.transport.answer(FakeTransport.RETRYABLE);
		patient.send(failing, FakeTransport.batch("a"));
		assertThat(join(patient.flush(failing))).isFalse();
		int before = this.transport.sent.size();
		assertThat(join(patient.flush(failing))).isFalse();
		assertThat(this.transport.sent).hasSize(before + 1);
		patient.abandon();
	}

	@Test
	void hangingDestinationThatIsKnownToBeOutGetsLittleTimeAtTheEnd() {
		Courier patient = courier(LONG);
		Lane failing = lane(patient, this.transport, this.account, 1000);
		this.transport.answer(FakeTransport.RETRYABLE);
		patient.send(failing, FakeTransport.batch("a"));
		await().atMost(PATIENCE).until(() -> this.account.postponed.get() == 1);
		this.transport.hang();
		patient.ending(Duration.ofMinutes(2));
		long begin = System.nanoTime();
		assertThat(join(patient.flush(failing))).isFalse();
		assertThat(join(patient.flush(failing))).isFalse();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PATIENCE);
		assertThat(this.transport.timeouts.get(1)).isLessThanOrEqualTo(Duration.ofSeconds(1));
		patient.abandon();
		assertThat(this.account.dropped).hasValue(1);
		assertThat(this.account.queued()).isZero();
	}

	@Test
	void attemptThatIsOnItsWayEndsInTimeToo() {
		this.transport.hang();
		send("a");
		await().atMost(PATIENCE).until(() -> this.transport.sent.size() == 1);
		this.courier.ending(Duration.ofMillis(400));
		assertThat(join(this.courier.flush(this.lane))).isFalse();
		assertThat(this.account.postponed).hasValue(1);
	}

	@Test
	void whatIsLeftAtTheEndIsDroppedAndCounted() {
		this.transport.hang();
		send("a", "bb");
		await().atMost(PATIENCE).until(() -> this.transport.sent.size() == 1);
		CompletableResultCode flush = this.courier.flush(this.lane);
		this.courier.abandon();
		assertThat(join(flush)).isFalse();
		assertThat(this.account.dropped).hasValue(3);
		await().atMost(PATIENCE).until(() -> this.transport.closed);
		send("c");
		assertThat(this.account.dropped).hasValue(4);
		assertThat(this.account.queued()).isZero();
	}

	@Test
	void goesOnWhereTheApplicationDoesNotEndAfterAll() {
		this.transport.answer(FakeTransport.RETRYABLE);
		send("a");
		await().atMost(PATIENCE).until(() -> this.account.postponed.get() >= 1);
		this.courier.ending(Duration.ZERO);
		this.courier.resume();
		this.transport.answer(FakeTransport.ACCEPTED);
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(this.account.exported).hasValue(1));
	}

	@Test
	void nothingIsLostInAnOutageWithASpoolAndNextToNoMemory(@TempDir Path directory) throws Exception {
		try (Spool spool = Spool.open(directory, 1 << 20, "shop")) {
			Lane spooled = new Lane(this.transport, LONG, this.account,
					new Backlog(3, spool.lane("traces", this.account), this.account));
			this.courier.add(spooled);
			this.transport.answer(FakeTransport.RETRYABLE);
			for (int i = 0; i < 50; i++) {
				this.courier.send(spooled, FakeTransport.batch("batch" + i));
			}
			await().atMost(PATIENCE).until(() -> this.account.postponed.get() > 3);
			this.transport.answer(FakeTransport.ACCEPTED);
			join(this.courier.flush(spooled));
			assertThat(this.account.dropped).hasValue(0);
			assertThat(this.account.exported).hasValue(this.account.taken.get());
			assertThat(this.transport.sent.stream().distinct()).hasSize(50).startsWith("batch0").endsWith("batch49");
		}
	}

	@Test
	void noThreadStartsBeforeTheFirstBatch() {
		String name = "otel-delivery-lazy";
		Courier lazy = new Courier("lazy", new Backoff(SHORT, SHORT));
		Lane unused = lane(lazy, this.transport, this.account, 1000);
		assertThat(isRunning(name)).isFalse();
		lazy.send(unused, FakeTransport.batch("a"));
		assertThat(join(lazy.flush(unused))).isTrue();
		assertThat(isRunning(name)).isTrue();
		lazy.abandon();
		await().atMost(PATIENCE).until(() -> !isRunning(name));
	}

	private static boolean isRunning(String name) {
		return Thread.getAllStackTraces().keySet().stream().anyMatch((thread) -> thread.getName().equals(name));
	}

	private void send(String... texts) {
		for (String text : texts) {
			this.courier.send(this.lane, FakeTransport.batch(text));
		}
	}

	private static boolean join(CompletableResultCode result) {
		result.join(1, TimeUnit.MINUTES);
		assertThat(result.isDone()).isTrue();
		return result.isSuccess();
	}

	private static Courier courier(Duration pause) {
		return new Courier("test", new Backoff(pause, pause.multipliedBy(100)));
	}

	private static Lane lane(Courier courier, FakeTransport transport, CountingAccount account, long memory) {
		Lane lane = new Lane(transport, LONG, account, new Backlog(memory, null, account));
		courier.add(lane);
		return lane;
	}

}
