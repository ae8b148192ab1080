// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.delivery;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

/**
 * Decides which signal of a destination sends next, and when. Signals do not wait for
 * each other; but those that fail share what is known about the outage: one attempt at a
 * time, one pause for all, turn by turn. Used under its courier's lock.
 */
final class Schedule {

	private static final long NO_LIMIT = Duration.ofDays(1).toNanos();

	// What a destination that is known to be out gets at the end of the application
	private static final long LAST_PROBE = Duration.ofSeconds(1).toNanos();

	// What is left for writing to disk when the time is up
	private static final long MARGIN = Duration.ofMillis(200).toNanos();

	private final List<Lane> lanes = new CopyOnWriteArrayList<>();

	private final Backoff backoff;

	private long probeAt = System.nanoTime();

	private boolean ending;

	private long deadline;

	private long probeBudget;

	Schedule(Backoff backoff) {
		this.backoff = backoff;
	}

	List<Lane> lanes() {
		return this.lanes;
	}

	/**
	 * Take note that the application ends.
	 * @param timeout the time that is left for everything
	 * @param now the time
	 */
	void ending(Duration timeout, long now) {
		if (!this.ending) {
			this.probeBudget = LAST_PROBE;
		}
		this.ending = true;
		this.deadline = now + Math.max(0, timeout.toNanos() - MARGIN);
		for (Lane lane : this.lanes) {
			Attempt attempt = lane.attempt();
			if (attempt != null) {
				attempt.endBy(now + timeLeft(lane, now));
			}
		}
	}

	void resume() {
		this.ending = false;
	}

	/**
	 * Take note of an attempt that has ended.
	 * @param lane whose attempt it was, which has taken note
	 * @param wasFailing whether the lane failed before
	 * @param duration how long the attempt took
	 * @param now the time
	 */
	void settled(Lane lane, boolean wasFailing, long duration, long now) {
		if (wasFailing) {
			this.probeBudget -= duration;
		}
		if (lane.isFailing()) {
			boolean outage = this.lanes.stream().anyMatch((other) -> other != lane && other.isFailing());
			if (wasFailing || !outage) {
				this.probeAt = now + this.backoff.next();
			}
		}
		else if (wasFailing) {
			this.backoff.reset();
			this.probeAt = now;
		}
	}

	/**
	 * Return the lane that sends next.
	 * @param now the time
	 * @return the lane or {@code null} if none can send now
	 */
	@Nullable Lane next(long now) {
		if (isOver(now)) {
			return null;
		}
		boolean probing = isProbing();
		Lane due = null;
		for (Lane lane : this.lanes) {
			if (!lane.isReady(now)) {
				continue;
			}
			if (!lane.isFailing()) {
				return lane;
			}
			boolean probe = !probing && now - probeAt(lane) >= 0 && !isGivenUp(lane);
			if (probe && (due == null || lane.lastAttempt() - due.lastAttempt() < 0)) {
				due = lane;
			}
		}
		return due;
	}

	/**
	 * Return when to look again, if nothing happens until then.
	 * @param now the time
	 * @return a time
	 */
	long wakeAt(long now) {
		long wakeAt = now + NO_LIMIT;
		boolean probing = isProbing();
		for (Lane lane : this.lanes) {
			Attempt attempt = lane.attempt();
			if (attempt != null) {
				wakeAt = earlier(wakeAt, attempt.deadline());
			}
			else if (!lane.isEmpty() && !isOver(now) && !isGivenUp(lane) && !(probing && lane.isFailing())) {
				wakeAt = earlier(wakeAt, lane.isFailing() ? probeAt(lane) : lane.notBefore());
			}
		}
		return wakeAt;
	}

	/**
	 * Return how long an attempt may take.
	 * @param lane whose attempt it is
	 * @param now the time
	 * @return nanoseconds
	 */
	long timeLeft(Lane lane, long now) {
		if (!this.ending) {
			return NO_LIMIT;
		}
		long left = lane.isFailing() ? Math.min(this.deadline - now, this.probeBudget) : this.deadline - now;
		return Math.max(0, left);
	}

	/**
	 * Return whether a lane is not tried any more, since the application ends and the
	 * destination had its last chance.
	 * @param lane the lane
	 * @return whether to wait for it is in vain
	 */
	boolean isGivenUp(Lane lane) {
		return this.ending && lane.isFailing() && (this.probeBudget <= 0 || !lane.isFlushing());
	}

	private boolean isOver(long now) {
		return this.ending && now - this.deadline >= 0;
	}

	private boolean isProbing() {
		return this.lanes.stream().anyMatch((lane) -> lane.isFailing() && lane.attempt() != null);
	}

	// Somebody who waits is not kept waiting for the pause to end
	private long probeAt(Lane lane) {
		return (lane.isFlushing() || this.probeAt - lane.notBefore() < 0) ? lane.notBefore() : this.probeAt;
	}

	private static long earlier(long one, long other) {
		return (one - other < 0) ? one : other;
	}

}
