// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

/**
 * The traces that began here, are recorded though not sampled, and whose local root has
 * not ended. When it does, the trace is handed on if it failed or was slow, and forgotten
 * otherwise. Memory is bounded: by a number of spans, by as many traces, and by a time
 * after which a trace whose root does not end is judged by what is known.
 */
final class HeldTraces {

	static final long MAX_AGE = Duration.ofMinutes(5).toNanos();

	private static final long SWEEP_INTERVAL = Duration.ofSeconds(10).toNanos();

	private final boolean errors;

	private final long slowerThan;

	private final int maxSpans;

	private final Map<String, HeldTrace> open = new ConcurrentHashMap<>();

	private final AtomicInteger held = new AtomicInteger();

	private final KeptTraces kept = new KeptTraces();

	private final AtomicLong nextSweep = new AtomicLong(System.nanoTime() + SWEEP_INTERVAL);

	private final LongAdder keptTraces = new LongAdder();

	private final LongAdder keptSpans = new LongAdder();

	private final LongAdder lostSpans = new LongAdder();

	private final LongAdder refusedTraces = new LongAdder();

	private volatile Consumer<ReadableSpan> destination = (span) -> {
	};

	HeldTraces(boolean errors, @Nullable Duration slowerThan, int maxSpans) {
		this.errors = errors;
		this.slowerThan = (slowerThan != null) ? slowerThan.toNanos() : Long.MAX_VALUE;
		this.maxSpans = maxSpans;
	}

	void handOnTo(Consumer<ReadableSpan> destination) {
		this.destination = destination;
	}

	/**
	 * Return whether one more trace can be held, and count it where it cannot.
	 * @return whether there is room
	 */
	boolean hasRoom() {
		if (this.open.size() < this.maxSpans) {
			return true;
		}
		this.refusedTraces.increment();
		sweep(System.nanoTime());
		return false;
	}

	boolean isHeldOrKept(String traceId) {
		return this.open.containsKey(traceId) || this.kept.contains(traceId);
	}

	/**
	 * Hold what is recorded below a local root.
	 * @param root the root
	 */
	void begin(ReadableSpan root) {
		begin(root, System.nanoTime());
	}

	void begin(ReadableSpan root, long now) {
		this.open.putIfAbsent(root.getSpanContext().getTraceId(),
				new HeldTrace(root.getSpanContext().getSpanId(), now));
		sweep(now);
	}

	/**
	 * Take a span that has ended and is not sampled.
	 * @param span the span
	 */
	void end(ReadableSpan span) {
		String traceId = span.getSpanContext().getTraceId();
		HeldTrace trace = this.open.get(traceId);
		if (trace == null) {
			late(traceId, span);
		}
		else if (trace.hasRoot(span)) {
			this.open.remove(traceId, trace);
			judge(traceId, trace, isOfInterest(span) || trace.isFailed(), span);
		}
		else {
			hold(traceId, trace, span);
		}
	}

	private void hold(String traceId, HeldTrace trace, ReadableSpan span) {
		boolean room = this.held.incrementAndGet() <= this.maxSpans;
		HeldTrace.Added added = trace.add(span, this.errors && hasFailed(span), room);
		if (added == HeldTrace.Added.YES) {
			return;
		}
		this.held.decrementAndGet();
		if (added == HeldTrace.Added.NO_ROOM) {
			this.lostSpans.increment();
		}
		else {
			late(traceId, span);
		}
	}

	// A span that ends after the root of its trace goes where the others went. A root
	// that was given up speaks for itself.
	private void late(String traceId, ReadableSpan span) {
		if (!this.kept.contains(traceId)) {
			if (span.getParentSpanContext().isValid() || !isOfInterest(span)) {
				return;
			}
			this.kept.add(traceId);
			this.keptTraces.increment();
		}
		this.keptSpans.increment();
		this.destination.accept(span);
	}

	private void judge(String traceId, HeldTrace trace, boolean ofInterest, @Nullable ReadableSpan root) {
		if (ofInterest) {
			// Before the trace is closed, so that no span falls between
			this.kept.add(traceId);
			this.keptTraces.increment();
		}
		List<ReadableSpan> spans = trace.close();
		this.held.addAndGet(-spans.size());
		if (ofInterest) {
			spans.forEach(this.destination);
			this.keptSpans.add(spans.size());
			if (root != null) {
				this.destination.accept(root);
				this.keptSpans.increment();
			}
		}
	}

	private boolean isOfInterest(ReadableSpan root) {
		return root.getLatencyNanos() >= this.slowerThan || (this.errors && hasFailed(root));
	}

	private static boolean hasFailed(ReadableSpan span) {
		return span.toSpanData().getStatus().getStatusCode() == StatusCode.ERROR;
	}

	private void sweep(long now) {
		long due = this.nextSweep.get();
		if (now - due >= 0 && this.nextSweep.compareAndSet(due, now + SWEEP_INTERVAL)) {
			giveUp(MAX_AGE, now);
		}
	}

	/**
	 * Judge all traces by what is known, since no root will end any more.
	 */
	void giveUpAll() {
		giveUp(0, System.nanoTime());
	}

	private void giveUp(long age, long now) {
		this.open.forEach((traceId, trace) -> {
			if (trace.age(now) >= age && this.open.remove(traceId, trace)) {
				judge(traceId, trace, trace.isFailed() || trace.age(now) >= this.slowerThan, null);
			}
		});
	}

	/**
	 * Return what is held and what became of the rest.
	 * @return the numbers as of now
	 */
	Counts counts() {
		return new Counts(this.open.size(), this.held.get(), this.keptTraces.sum(), this.keptSpans.sum(),
				this.lostSpans.sum(), this.refusedTraces.sum());
	}

	/**
	 * Numbers for whoever looks.
	 *
	 * @param heldTraces traces whose root has not ended
	 * @param heldSpans their spans that have ended
	 * @param keptTraces traces that were handed on
	 * @param keptSpans their spans
	 * @param lostSpans spans for which there was no room
	 * @param refusedTraces traces for which there was no room, so that they were not
	 * recorded
	 */
	record Counts(int heldTraces, int heldSpans, long keptTraces, long keptSpans, long lostSpans, long refusedTraces) {

	}

}
