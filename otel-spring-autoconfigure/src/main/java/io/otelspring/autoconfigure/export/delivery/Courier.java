// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.opentelemetry.sdk.common.CompletableResultCode;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.ExportThread;
import io.otelspring.autoconfigure.export.transport.Answer;
import io.otelspring.autoconfigure.export.transport.Transport;

/**
 * Sends the batches of all signals that go to one destination, on a thread of its own
 * that starts with the first batch.
 */
final class Courier {

	private static final Log logger = LogFactory.getLog(Courier.class);

	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

	private final String destination;

	private final Schedule schedule;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition work = this.lock.newCondition();

	private final List<Runnable> afterwards = new ArrayList<>();

	private @Nullable Thread thread;

	private boolean ended;

	/**
	 * Create a courier.
	 * @param destination the destination's name
	 * @param backoff the pauses between attempts in an outage
	 */
	Courier(String destination, Backoff backoff) {
		this.destination = destination;
		this.schedule = new Schedule(backoff);
	}

	void add(Lane lane) {
		this.lock.lock();
		try {
			this.schedule.lanes().add(lane);
			if (!lane.isEmpty()) {
				startThread();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	void carry(Lane lane, Transport transport, Duration timeout) {
		this.lock.lock();
		try {
			lane.carry(transport, timeout);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Take a batch. It is sent when those before it are.
	 * @param lane whose batch it is
	 * @param batch the batch
	 */
	void send(Lane lane, Batch batch) {
		this.lock.lock();
		try {
			lane.add(batch);
			if (this.ended) {
				lane.end();
				return;
			}
			startThread();
			if (lane.attempt() == null) {
				this.work.signal();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void startThread() {
		if (this.thread != null) {
			return;
		}
		try {
			Thread created = ExportThread.create("otel-delivery-" + this.destination, this::run);
			created.start();
			this.thread = created;
		}
		catch (OutOfMemoryError ex) {
			// No thread to be had; the next batch tries again
			logger.debug("No thread for the delivery to " + this.destination, ex);
		}
	}

	/**
	 * Send what waits, without a pause where the destination is out.
	 * @param lane whose batches to send
	 * @return completed when all were sent, or the attempt was in vain
	 */
	CompletableResultCode flush(Lane lane) {
		this.lock.lock();
		try {
			if (this.ended) {
				return CompletableResultCode.ofFailure();
			}
			this.work.signal();
			return lane.flush(System.nanoTime());
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Take note that the application ends. A destination that is known to be out gets
	 * little time from now on.
	 * @param timeout the time that is left for everything
	 */
	void ending(Duration timeout) {
		this.lock.lock();
		try {
			this.schedule.ending(timeout, System.nanoTime());
			this.work.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Go on as before, since the application does not end after all.
	 */
	void resume() {
		this.lock.lock();
		try {
			this.schedule.resume();
			this.work.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * End at once. What waits is left on disk, or counted as dropped.
	 */
	void abandon() {
		this.lock.lock();
		try {
			if (!this.ended) {
				settle(System.nanoTime());
				this.ended = true;
				for (Lane lane : this.schedule.lanes()) {
					lane.end();
					lane.endFlushes(false, this.afterwards::add);
				}
				this.work.signal();
				if (this.thread == null) {
					this.schedule.lanes().forEach(Lane::close);
				}
			}
		}
		finally {
			this.lock.unlock();
		}
		complete();
	}

	private void run() {
		try {
			boolean more = true;
			while (more) {
				more = step();
			}
		}
		finally {
			this.schedule.lanes().forEach(Lane::close);
		}
	}

	/**
	 * Take note of answers, and begin an attempt or wait until one can be made.
	 * @return whether there is more to come
	 */
	private boolean step() {
		Attempt attempt = null;
		this.lock.lock();
		try {
			if (this.ended) {
				return false;
			}
			long now = System.nanoTime();
			settle(now);
			Lane lane = this.schedule.next(now);
			if (lane != null) {
				attempt = lane.begin(now, Duration.ofNanos(this.schedule.timeLeft(lane, now)));
			}
			else if (this.afterwards.isEmpty()) {
				await(this.schedule.wakeAt(now) - now);
			}
		}
		catch (Throwable ex) {
			// Such as an OutOfMemoryError: what waits can still be sent
			logger.debug("Delivery to " + this.destination + " failed", ex);
			await(PAUSE);
		}
		finally {
			this.lock.unlock();
		}
		if (attempt != null) {
			attempt.start(this::answered);
		}
		complete();
		return true;
	}

	private void await(long nanos) {
		try {
			this.work.awaitNanos(nanos);
		}
		catch (InterruptedException ex) {
			// Nobody has a reason to; there is a flag for the end
		}
	}

	private void answered() {
		this.lock.lock();
		try {
			this.work.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void settle(long now) {
		for (Lane lane : this.schedule.lanes()) {
			Attempt attempt = lane.attempt();
			Answer answer = (attempt != null) ? attempt.answer(now) : null;
			if (attempt != null && answer != null) {
				settle(lane, attempt, answer, now);
			}
			else if (lane.isFlushing() && (lane.isEmpty() || (attempt == null && this.schedule.isGivenUp(lane)))) {
				lane.endFlushes(lane.isEmpty(), this.afterwards::add);
			}
		}
	}

	private void settle(Lane lane, Attempt attempt, Answer answer, long now) {
		boolean wasFailing = lane.isFailing();
		lane.settle(answer, now);
		this.schedule.settled(lane, wasFailing, now - attempt.begin(), now);
		if (!lane.isFailing()) {
			lane.countFlushes(this.afterwards::add);
			return;
		}
		// One attempt in vain tells about all signals that fail
		this.schedule.lanes()
			.stream()
			.filter(Lane::isFailing)
			.forEach((failing) -> failing.endFlushes(false, this.afterwards::add));
	}

	/**
	 * Tell those who wait, not under the lock.
	 */
	private void complete() {
		List<Runnable> tasks;
		this.lock.lock();
		try {
			if (this.afterwards.isEmpty()) {
				return;
			}
			tasks = List.copyOf(this.afterwards);
			this.afterwards.clear();
		}
		finally {
			this.lock.unlock();
		}
		tasks.forEach(Runnable::run);
	}

}
