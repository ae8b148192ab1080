// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.otelspring.autoconfigure.export.transport.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long a lane tries to send a batch at which the server fails.
 */
@ExtendWith(OutputCaptureExtension.class)
class LaneTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final Answer DOUBTFUL = new Answer(Answer.Kind.DOUBTFUL, "the server answered with status 500", null,
			0);

	private final CountingAccount account = new CountingAccount();

	private final FakeTransport transport = new FakeTransport(DOUBTFUL);

	private final Lane lane = new Lane(this.transport, LIMIT, this.account, new Backlog(1000, null, this.account));

	private long now = System.nanoTime();

	@Test
	void batchAtWhichTheServerFailsIsGivenUpAfterFiveMinutesAndTheNextIsSent(CapturedOutput output) {
		add(this.lane, "aaa", "bb");
		for (int minute = 0; minute < 5; minute++) {
			attempt(this.lane, "aaa", DOUBTFUL);
		}
		assertThat(this.account.dropped).hasValue(0);
		attempt(this.lane, "aaa", DOUBTFUL);
		assertThat(this.account.dropped).hasValue(3);
		attempt(this.lane, "bb", FakeTransport.ACCEPTED);
		assertThat(this.account.exported).hasValue(2);
		assertThat(this.account.queued()).isZero();
		assertThat(output).containsOnlyOnce("3 items are given up and counted as dropped, so that others are not held "
				+ "up: for 5 minutes the server answered with status 500");
	}

	@Test
	void outageInWhichTheServerFailsAtAllCostsOneBatch() {
		add(this.lane, "a", "bb", "ccc");
		for (int minute = 0; minute < 6; minute++) {
			attempt(this.lane, "a", DOUBTFUL);
		}
		for (int minute = 0; minute < 600; minute++) {
			attempt(this.lane, "bb", DOUBTFUL);
		}
		attempt(this.lane, "bb", FakeTransport.ACCEPTED);
		assertThat(this.account.dropped).hasValue(1);
		for (int minute = 0; minute < 6; minute++) {
			attempt(this.lane, "ccc", DOUBTFUL);
		}
		assertThat(this.account.dropped).as("something had been accepted").hasValue(4);
	}

	@Test
	void otherAnswersAreNoReasonToGiveUp() {
		add(this.lane, "a");
		for (int minute = 0; minute < 600; minute++) {
			attempt(this.lane, "a", (minute % 4 == 0) ? FakeTransport.RETRYABLE : DOUBTFUL);
		}
		attempt(this.lane, "a", FakeTransport.ACCEPTED);
		assertThat(this.account.exported).hasValue(1);
	}

	@Test
	void whatIsGivenUpIsTakenFromTheDiskToo(@TempDir Path directory) throws IOException {
		try (Spool spool = Spool.open(directory, 100_000, "shop")) {
			Lane spooled = new Lane(this.transport, LIMIT, this.account,
					new Backlog(1000, spool.lane("traces", this.account), this.account));
			add(spooled, "a", "bb");
			for (int minute = 0; minute < 6; minute++) {
				attempt(spooled, "a", DOUBTFUL);
			}
			attempt(spooled, "bb", FakeTransport.RETRYABLE);
			spooled.end();
		}
		try (Spool spool = Spool.open(directory, 100_000, "shop")) {
			assertThat(spool.lane("traces", this.account).items()).isEqualTo(2);
		}
		assertThat(this.account.dropped).hasValue(1);
	}

	private static void add(Lane lane, String... texts) {
		for (String text : texts) {
			lane.add(FakeTransport.batch(text));
		}
	}

	// One attempt, and its answer, a minute after the last
	private void attempt(Lane lane, String expected, Answer answer) {
		this.now += TimeUnit.MINUTES.toNanos(1);
		Attempt attempt = Objects.requireNonNull(lane.begin(this.now, LIMIT));
		assertThat(new String(attempt.batch().body(), StandardCharsets.UTF_8)).isEqualTo(expected);
		lane.settle(answer, this.now);
	}

}
