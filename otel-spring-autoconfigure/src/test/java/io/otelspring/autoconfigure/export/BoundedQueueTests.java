// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.common.CompletableResultCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.otelspring.test.AllocatedBytes;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class BoundedQueueTests {

	private final List<Integer> taken = new ArrayList<>();

	@Test
	void oldestAreLostWhereOneDoesNotFitByNumber() {
		BoundedQueue<Integer> queue = new BoundedQueue<>(2, 10, 1000, (item) -> 0);
		assertThat(queue.add(1)).isZero();
		assertThat(queue.add(2)).isZero();
		assertThat(queue.add(3)).isOne();
		assertThat(queue.size()).isEqualTo(2);
		assertThat(queue.take(this.taken, System.nanoTime())).isTrue();
		assertThat(this.taken).containsExactly(2, 3);
	}

	@Test
	void oldestAreLostWhereOneDoesNotFitByWeight() {
		BoundedQueue<Integer> queue = new BoundedQueue<>(10, 10, 1000, (item) -> item);
		assertThat(queue.add(300)).isZero();
		assertThat(queue.add(300)).isZero();
		assertThat(queue.add(400)).isZero();
		assertThat(queue.add(500)).isEqualTo(2);
		assertThat(queue.add(5000)).as("one that is too heavy by itself takes all the room").isEqualTo(2);
		assertThat(queue.size()).isOne();
	}

	@Test
	void whatIsTakenIsABatchAndAQuarterOfTheWeight() {
		BoundedQueue<Integer> queue = new BoundedQueue<>(10, 3, 1000, (item) -> item);
		List.of(1, 2, 3, 4).forEach(queue::add);
		queue.take(this.taken, System.nanoTime());
		assertThat(this.taken).containsExactly(1, 2, 3);
		this.taken.clear();
		List.of(240, 240, 1).forEach(queue::add);
		queue.take(this.taken, System.nanoTime());
		assertThat(this.taken).containsExactly(4, 240, 240);
		this.taken.clear();
		queue.take(this.taken, System.nanoTime());
		assertThat(this.taken).containsExactly(1);
	}

	@Test
	void waitEndsWhenAllThatWasThereIsDoneWithOrLost() {
		BoundedQueue<Integer> queue = new BoundedQueue<>(2, 1, 1000, (item) -> 0);
		assertThat(queue.drained().isSuccess()).isTrue();
		queue.add(1);
		queue.take(this.taken, System.nanoTime());
		queue.add(2);
		CompletableResultCode drained = queue.drained();
		queue.add(3);
		assertThat(queue.add(4)).isOne();
		assertThat(drained.isDone()).as("the first is on its way").isFalse();
		queue.settle(1);
		assertThat(drained.isSuccess()).isTrue();
		assertThat(queue.drained().isDone()).isFalse();
	}

	@Test
	void whoWaitsCanBeReleased() {
		BoundedQueue<Integer> queue = new BoundedQueue<>(2, 1, 1000, (item) -> 0);
		queue.add(1);
		CompletableResultCode drained = queue.drained();
		queue.release();
		assertThat(drained.isDone()).isTrue();
		assertThat(drained.isSuccess()).isFalse();
	}

	@Test
	void closedQueueTakesNothingInAndGivesWhatItHas() {
		BoundedQueue<Integer> queue = new BoundedQueue<>(5, 5, 1000, (item) -> 0);
		queue.add(1);
		queue.close();
		assertThat(queue.add(2)).isOne();
		assertThat(queue.take(this.taken, far())).isTrue();
		assertThat(this.taken).containsExactly(1);
		assertThat(queue.take(new ArrayList<>(), far())).isFalse();
	}

	@Test
	void abandonedQueueHasNothingAndTellsWhatIsLost() {
		BoundedQueue<Integer> queue = new BoundedQueue<>(5, 5, 1000, (item) -> item);
		queue.add(1);
		queue.add(2);
		assertThat(queue.abandon()).isEqualTo(2);
		assertThat(queue.abandon()).isZero();
		assertThat(queue.size()).isZero();
		assertThat(queue.drained().isSuccess()).isTrue();
		assertThat(queue.take(this.taken, far())).isFalse();
	}

	@Test
	void takerThatWaitsIsWokenByABatchNotByTheTime() throws InterruptedException {
		BoundedQueue<Integer> queue = new BoundedQueue<>(5, 2, 1000, (item) -> 0);
		Thread taker = new Thread(() -> queue.take(this.taken, far()), "taker");
		taker.setDaemon(true);
		taker.start();
		// Means nothing, as what is called with items may leave its thread interrupted
		taker.interrupt();
		queue.add(1);
		queue.add(2);
		taker.join();
		assertThat(this.taken).containsExactly(1, 2);
	}

	@Test
	@Tag("allocation")
	void addingAllocatesNothing() {
		BoundedQueue<String> queue = new BoundedQueue<>(100, 1000, 10_000, String::length);
		AllocatedBytes.measure(() -> queue.add("item"), (bytes) -> assertThat(bytes).isZero());
	}

	private static long far() {
		return System.nanoTime() + TimeUnit.DAYS.toNanos(1);
	}

}
