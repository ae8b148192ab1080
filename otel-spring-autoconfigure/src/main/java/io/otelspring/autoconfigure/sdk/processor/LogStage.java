// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.processor;

import java.util.function.BiConsumer;
import java.util.function.LongConsumer;

import io.opentelemetry.api.common.Value;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.ExportThread;
import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.export.Completion;

/**
 * A log record processor of the application's, which may throw, and may block. If it
 * blocks it is called on another thread, and whatever comes after it is called there as
 * well, so that what it writes or masks is what leaves. One that was seen to write stays
 * where it is, since what it writes may depend on its callers' thread locals; if it does
 * not return it is left out, together with the records that it has not seen.
 */
final class LogStage {

	/** How many calls are looked at, at first and after each slow one. */
	private static final int OBSERVED = 1000;

	private final LogRecordProcessor processor;

	private final Failures failures;

	private final Calls calls;

	private final BiConsumer<Context, ReadWriteLogRecord> rest;

	private final LongConsumer lost;

	private final Aside aside;

	private volatile @Nullable CallQueue<Emission> queue;

	private volatile boolean moved;

	private boolean over;

	private volatile int toObserve = OBSERVED;

	private volatile boolean seen;

	private volatile boolean writes;

	/**
	 * Create a stage.
	 * @param processor the processor
	 * @param watch looks for calls that do not return
	 * @param rest what comes after it
	 * @param lost is told how many records do not get that far
	 */
	LogStage(LogRecordProcessor processor, ProcessorWatch watch, BiConsumer<Context, ReadWriteLogRecord> rest,
			LongConsumer lost) {
		this.processor = processor;
		this.rest = rest;
		this.failures = new Failures(processor);
		this.aside = new Aside(this.failures, processor::forceFlush);
		this.calls = new Calls(this.failures, "onEmit", watch, this::blocked);
		this.lost = (items) -> {
			lost.accept(items);
			this.calls.lost(items);
		};
	}

	private synchronized @Nullable Treatment blocked(boolean now) {
		CallQueue<Emission> current = this.queue;
		if (now && current != null) {
			current.stuck();
		}
		if (this.writes || !this.seen) {
			return now ? Treatment.LEFT_OUT : Treatment.WAITED_FOR;
		}
		if (current == null && this.over) {
			return null;
		}
		if (current == null) {
			this.queue = new CallQueue<>(this::worker, LogStage::weigh, this::emit, this.lost);
		}
		this.moved = true;
		return Treatment.ON_OWN_THREAD_WITH_REST;
	}

	private synchronized void written() {
		this.writes = true;
		this.moved = false;
	}

	// What it logs is not exported, as it was on its callers' threads
	private Thread worker(Runnable task) {
		Class<?> type = this.processor.getClass();
		Thread thread = ExportThread.create("otel-processor-" + type.getSimpleName(), task);
		thread.setContextClassLoader(type.getClassLoader());
		return thread;
	}

	private static int weigh(Emission emission) {
		Value<?> body = emission.logRecord().getBodyValue();
		return (body != null && body.getValue() instanceof String text) ? text.length() : 0;
	}

	/**
	 * A log record was made.
	 * @param context its context
	 * @param logRecord the record
	 * @return whether those that come after get it now
	 */
	boolean emit(Context context, ReadWriteLogRecord logRecord) {
		CallQueue<Emission> current = this.moved ? this.queue : null;
		if (current != null) {
			current.add(new Emission(context, Context.current(), logRecord));
			return false;
		}
		if (this.calls.isLeftOut()) {
			this.lost.accept(1);
			return false;
		}
		called(context, logRecord);
		return true;
	}

	private void emit(Emission emission) {
		try (Scope scope = emission.current().makeCurrent()) {
			called(emission.context(), emission.logRecord());
			this.rest.accept(emission.context(), emission.logRecord());
		}
	}

	private void called(Context context, ReadWriteLogRecord logRecord) {
		LogRecordData before = ((this.toObserve > 0 || this.moved) && !this.writes) ? logRecord.toLogRecordData()
				: null;
		long begin = System.nanoTime();
		int place = this.calls.enter();
		try {
			this.processor.onEmit(context, logRecord);
		}
		catch (Throwable ex) {
			this.failures.failed(ex);
		}
		finally {
			if (before != null) {
				observe(before, logRecord);
			}
			if (this.calls.leave(place, begin)) {
				this.toObserve = OBSERVED;
			}
		}
	}

	@SuppressWarnings("NonAtomicOperationOnVolatileField")
	private void observe(LogRecordData before, ReadWriteLogRecord logRecord) {
		// About so many
		this.toObserve = this.toObserve - 1;
		if (!logRecord.toLogRecordData().equals(before)) {
			written();
		}
		this.seen = true;
	}

	/**
	 * Wait for the calls that are still to be made.
	 * @return completed when they have been made, at once if one of them does not return
	 */
	CompletableResultCode drained() {
		CallQueue<Emission> current = this.queue;
		if (current == null) {
			return CompletableResultCode.ofSuccess();
		}
		return (this.calls.stuck() > 0) ? CompletableResultCode.ofFailure() : current.drained();
	}

	CompletableResultCode forceFlush() {
		return Completion.inOrder(drained(), () -> this.aside.flush(this.calls.stuck() > 0));
	}

	CompletableResultCode shutdown() {
		return Completion.inOrder(drained(), () -> {
			end();
			return this.aside.shutdown(this.processor::shutdown, this.calls.stuck() > 0);
		});
	}

	/**
	 * Make no further calls on another thread.
	 */
	void end() {
		CallQueue<Emission> current;
		synchronized (this) {
			this.over = true;
			current = this.queue;
		}
		if (current != null) {
			current.end();
		}
	}

	@Nullable Finding finding() {
		return this.calls.finding();
	}

	@Override
	public String toString() {
		return this.processor.toString();
	}

	/**
	 * A log record that was made.
	 *
	 * @param context its context
	 * @param current the context in which it was made
	 * @param logRecord the record
	 */
	private record Emission(Context context, Context current, ReadWriteLogRecord logRecord) {

	}

}
