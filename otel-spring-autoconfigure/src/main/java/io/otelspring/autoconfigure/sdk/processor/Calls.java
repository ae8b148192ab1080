// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.processor;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.Finding;

/**
 * The calls of one method of a processor: how long they take, which of them do not
 * return, and what is done if they block. A call that is quick costs two looks at the
 * clock and a place in a table.
 */
final class Calls {

	/** What a processor that does as it should never takes. */
	private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(10);

	/** What no pause of the virtual machine explains. */
	private static final long BLOCKED = TimeUnit.SECONDS.toNanos(1);

	/** More than the same, in looks of the watch. */
	private static final int BLOCKED_LOOKS = 5;

	/** Fewer mean that the whole process stood still. */
	private static final int AWAKE_LOOKS = 2;

	private static final int MANY = 10;

	/** How close to each other many slow calls are: pauses hit anybody now and then. */
	private static final long PERIOD = TimeUnit.MINUTES.toNanos(1);

	/** Of so many calls one is slow at least: threads are kept waiting by others, too. */
	private static final int OUT_OF = 1000;

	/** Half a minute, in looks. */
	private static final int PAUSE = 120;

	private static final Log logger = LogFactory.getLog(Calls.class);

	private final Failures processor;

	private final String method;

	private final ProcessorWatch watch;

	private final Remedy remedy;

	private final CallTable table = new CallTable();

	private final LongAdder lost = new LongAdder();

	private long slowCalls;

	private long longest;

	private long periodBegin;

	private int inPeriod;

	private long endedBefore;

	private @Nullable Treatment said;

	private volatile @Nullable Treatment treatment;

	private volatile int stuck;

	private volatile int leftOutUntil;

	/**
	 * Create it.
	 * @param processor the processor
	 * @param method the method's name
	 * @param watch looks for calls that do not return
	 * @param remedy what is done if they block
	 */
	Calls(Failures processor, String method, ProcessorWatch watch, Remedy remedy) {
		this.processor = processor;
		this.method = method;
		this.watch = watch;
		this.remedy = remedy;
		watch.add(this);
	}

	/**
	 * A call begins.
	 * @return its place, for its end
	 */
	int enter() {
		return this.table.enter(this.watch.time());
	}

	/**
	 * A call ended.
	 * @param place its place
	 * @param begin when it began, as {@link System#nanoTime()} tells
	 * @return whether it was slow
	 */
	boolean leave(int place, long begin) {
		int entered = this.table.leave(place);
		long end = System.nanoTime();
		if (end - begin < SLOW) {
			return false;
		}
		slow(end, end - begin, entered != 0 && this.watch.time() - entered >= AWAKE_LOOKS);
		return true;
	}

	private void slow(long now, long nanos, boolean awake) {
		boolean blocks;
		synchronized (this) {
			this.slowCalls++;
			this.longest = Math.max(this.longest, nanos);
			if (this.inPeriod == 0 || now - this.periodBegin > PERIOD) {
				this.periodBegin = now;
				this.inPeriod = 0;
				this.endedBefore = this.table.ended() - 1;
			}
			this.inPeriod++;
			blocks = (nanos >= BLOCKED && awake) || (this.inPeriod >= MANY
					&& (long) this.inPeriod * OUT_OF >= this.table.ended() - this.endedBefore);
		}
		if (blocks) {
			treat(false);
		}
	}

	/**
	 * Look for calls that do not return.
	 */
	void look() {
		int count = this.table.begunBy(this.watch.time() - BLOCKED_LOOKS);
		this.stuck = count;
		if (count > 0) {
			treat(true);
		}
	}

	private void treat(boolean now) {
		Treatment chosen = this.remedy.choose(now);
		if (chosen == null) {
			return;
		}
		if (chosen == Treatment.LEFT_OUT) {
			int until = this.watch.time() + PAUSE;
			this.leftOutUntil = (until != 0) ? until : 1;
		}
		Finding finding;
		synchronized (this) {
			if (this.treatment != Treatment.LEFT_OUT) {
				this.treatment = chosen;
			}
			if (this.treatment == this.said) {
				return;
			}
			this.said = this.treatment;
			finding = finding();
		}
		if (finding != null) {
			logger.warn(finding.what() + ". " + finding.why() + ". " + finding.fix() + ". This is said once.");
		}
	}

	/**
	 * Return whether the processor is not to be called now.
	 * @return whether it is left out
	 */
	boolean isLeftOut() {
		int until = this.leftOutUntil;
		return until != 0 && until - this.watch.time() > 0;
	}

	/**
	 * Return how many calls do not return.
	 * @return how many there were at the last look
	 */
	int stuck() {
		return this.stuck;
	}

	/**
	 * Count calls that could not be made.
	 * @param calls how many
	 */
	void lost(long calls) {
		this.lost.add(calls);
	}

	/**
	 * Return what is to be said about the calls.
	 * @return the finding, {@code null} if all is well
	 */
	synchronized @Nullable Finding finding() {
		Treatment current = this.treatment;
		if (current == null) {
			return null;
		}
		return new Finding(current.severity(),
				"The processor " + this.processor.name() + " blocks in " + this.method + " (calls of 10 ms or more: "
						+ this.slowCalls + ", the longest: " + TimeUnit.NANOSECONDS.toMillis(this.longest)
						+ " ms; threads that do not return: " + this.stuck + "; calls lost: " + this.lost.sum() + ")",
				current.why(),
				"Let it hand its work to a thread of its own, with a queue that is bounded; or make it an exporter, "
						+ "which is called on a thread of its own");
	}

	/**
	 * Does something about calls that block.
	 */
	@FunctionalInterface
	interface Remedy {

		/**
		 * Calls block.
		 * @param now whether one does so now, and does not return
		 * @return what is done, {@code null} if nothing is any more, since the end has
		 * come
		 */
		@Nullable Treatment choose(boolean now);

	}

}
