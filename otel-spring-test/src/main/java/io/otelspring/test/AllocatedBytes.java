// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.StringJoiner;
import java.util.function.LongConsumer;

import com.sun.management.ThreadMXBean;

/**
 * What a call allocates on the thread that makes it: the least of many rounds. How much
 * that is depends on what is compiled by then, which a busy machine does late. So the
 * calls are measured by turns until none has become less for a while, and a claim about
 * them that does not hold yet is asked again for as long as somebody would wait: it is
 * about the least that can be reached.
 */
public final class AllocatedBytes {

	private static final System.Logger logger = System.getLogger(AllocatedBytes.class.getName());

	private static final int CALLS = 2_000;

	private static final int ROUNDS = 15;

	private static final int ROUNDS_AT_REST = 5;

	private static final long PAUSE_MILLIS = 10;

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final String name;

	private final Call call;

	private long least = Long.MAX_VALUE;

	private AllocatedBytes(String name, Call call) {
		this.name = name;
		this.call = call;
	}

	/**
	 * Return something to measure.
	 * @param name what it is called in reports
	 * @param call the call
	 * @return the bytes, known as soon as they are measured
	 */
	public static AllocatedBytes of(String name, Call call) {
		return new AllocatedBytes(name, call);
	}

	/**
	 * Measure a call until a claim about it holds.
	 * @param call the call
	 * @param claim what asserts on the bytes of a call
	 */
	public static void measure(Call call, LongConsumer claim) {
		AllocatedBytes bytes = of("call", call);
		measure(() -> claim.accept(bytes.perCall()), bytes);
	}

	/**
	 * Measure what a call allocates more than another, until a claim about it holds.
	 * @param call the call
	 * @param bare the other call
	 * @param claim what asserts on the bytes that are added
	 */
	public static void measureAdded(Call call, Call bare, LongConsumer claim) {
		AllocatedBytes bareBytes = of("bare", bare);
		AllocatedBytes bytes = of("call", call);
		measure(() -> claim.accept(bytes.beyond(bareBytes)), bareBytes, bytes);
	}

	/**
	 * Measure calls by turns until a claim about them holds.
	 * @param claim what asserts on their bytes
	 * @param calls the calls
	 */
	public static void measure(Runnable claim, AllocatedBytes... calls) {
		measure(PATIENCE, claim, calls);
	}

	static void measure(Duration patience, Runnable claim, AllocatedBytes... calls) {
		long start = System.nanoTime();
		int rounds = 0;
		int atRest = 0;
		while (true) {
			boolean less = false;
			for (AllocatedBytes call : calls) {
				less |= call.round();
			}
			rounds++;
			atRest = less ? 0 : atRest + 1;
			boolean late = System.nanoTime() - start >= patience.toNanos();
			if (rounds >= ROUNDS && (late || atRest >= ROUNDS_AT_REST) && holds(claim, late, rounds, calls)) {
				return;
			}
			pause();
		}
	}

	private static boolean holds(Runnable claim, boolean late, int rounds, AllocatedBytes... calls) {
		try {
			claim.run();
			logger.log(System.Logger.Level.INFO, report(rounds, calls));
			return true;
		}
		catch (AssertionError ex) {
			if (late) {
				throw new AssertionError(ex.getMessage() + System.lineSeparator() + report(rounds, calls), ex);
			}
			return false;
		}
	}

	private static String report(int rounds, AllocatedBytes... calls) {
		StringJoiner bytes = new StringJoiner(", ", "Bytes of a call: ", " (the least of " + rounds + " rounds)");
		Arrays.stream(calls).forEach((call) -> bytes.add(call.toString()));
		return bytes.toString();
	}

	// Lets the compiler have the processor, where there are not enough of them.
	private static void pause() {
		try {
			Thread.sleep(PAUSE_MILLIS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private boolean round() {
		long before = THREADS.getCurrentThreadAllocatedBytes();
		try {
			for (int i = 0; i < CALLS; i++) {
				this.call.run();
			}
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		long bytes = (THREADS.getCurrentThreadAllocatedBytes() - before) / CALLS;
		boolean less = bytes < this.least;
		this.least = Math.min(this.least, bytes);
		return less;
	}

	/**
	 * Return what one call allocates.
	 * @return the bytes
	 */
	public long perCall() {
		return this.least;
	}

	/**
	 * Return what one call allocates more than one of another kind.
	 * @param bare the other kind
	 * @return the bytes
	 */
	public long beyond(AllocatedBytes bare) {
		return this.least - bare.least;
	}

	@Override
	public String toString() {
		return this.name + " " + this.least;
	}

	/**
	 * A call that is measured.
	 */
	@FunctionalInterface
	public interface Call {

		/**
		 * Make the call.
		 * @throws Exception if it fails, which fails the measurement
		 */
		void run() throws Exception;

	}

}
