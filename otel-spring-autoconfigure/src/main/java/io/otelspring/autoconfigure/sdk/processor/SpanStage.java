// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.processor;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.internal.ExtendedSpanProcessor;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.export.Completion;

/**
 * A span processor of the application's, which may throw, and may block. A span that has
 * ended cannot be changed: if its end blocks, it is called on another thread. What may
 * change a span is called before anybody goes on; if it does not return, it is left out,
 * together with the spans that it has not seen.
 */
final class SpanStage {

	private final SpanProcessor processor;

	private final @Nullable ExtendedSpanProcessor extended;

	private final Failures failures;

	private final Calls starts;

	private final Calls endings;

	private final Calls ends;

	private final boolean startRequired;

	private final boolean endingRequired;

	private final boolean endRequired;

	private final Unseen unseen = new Unseen();

	private final Aside aside;

	private volatile @Nullable CallQueue<Ended> queue;

	private boolean over;

	SpanStage(SpanProcessor processor, ProcessorWatch watch) {
		this.processor = processor;
		this.extended = (processor instanceof ExtendedSpanProcessor wanted) ? wanted : null;
		this.failures = new Failures(processor);
		this.aside = new Aside(this.failures, processor::forceFlush);
		this.starts = new Calls(this.failures, "onStart", watch, SpanStage::mayChange);
		this.endings = new Calls(this.failures, "onEnding", watch, SpanStage::mayChange);
		this.ends = new Calls(this.failures, "onEnd", watch, this::move);
		this.startRequired = processor.isStartRequired();
		this.endingRequired = this.extended != null && this.extended.isOnEndingRequired();
		this.endRequired = processor.isEndRequired();
	}

	private static Treatment mayChange(boolean now) {
		return now ? Treatment.LEFT_OUT : Treatment.WAITED_FOR;
	}

	private @Nullable Treatment move(boolean now) {
		CallQueue<Ended> moved;
		synchronized (this) {
			moved = this.queue;
			if (moved == null && this.over) {
				return null;
			}
			if (moved == null) {
				moved = new CallQueue<>(this::worker, (ended) -> 0, this::end, this.ends::lost);
				this.queue = moved;
			}
		}
		if (now) {
			moved.stuck();
		}
		return Treatment.ON_OWN_THREAD;
	}

	private Thread worker(Runnable task) {
		Thread thread = new Thread(task, "otel-processor-" + this.processor.getClass().getSimpleName());
		thread.setDaemon(true);
		thread.setContextClassLoader(this.processor.getClass().getClassLoader());
		return thread;
	}

	boolean isStartRequired() {
		return this.startRequired;
	}

	boolean isOnEndingRequired() {
		return this.endingRequired;
	}

	/**
	 * A span begins.
	 * @param parentContext its parent
	 * @param span the span
	 * @return whether those that come after may see it
	 */
	boolean start(Context parentContext, ReadWriteSpan span) {
		if (!this.startRequired) {
			return true;
		}
		if (this.starts.isLeftOut()) {
			pass(this.starts, span);
			return false;
		}
		long begin = System.nanoTime();
		int place = this.starts.enter();
		try {
			this.processor.onStart(parentContext, span);
		}
		catch (Throwable ex) {
			this.failures.failed(ex);
		}
		finally {
			this.starts.leave(place, begin);
		}
		return true;
	}

	/**
	 * A span is about to end.
	 * @param span the span
	 * @return whether those that come after may see it
	 */
	boolean ending(ReadWriteSpan span) {
		if (this.unseen.has(span)) {
			return false;
		}
		if (this.extended == null || !this.endingRequired) {
			return true;
		}
		if (this.endings.isLeftOut()) {
			pass(this.endings, span);
			return false;
		}
		long begin = System.nanoTime();
		int place = this.endings.enter();
		try {
			this.extended.onEnding(span);
		}
		catch (Throwable ex) {
			this.failures.failed(ex);
		}
		finally {
			this.endings.leave(place, begin);
		}
		return true;
	}

	private void pass(Calls calls, ReadableSpan span) {
		calls.lost(1);
		this.unseen.add(span);
	}

	/**
	 * A span has ended.
	 * @param span the span
	 * @return whether those that come after may see it
	 */
	boolean end(ReadableSpan span) {
		if (this.unseen.remove(span)) {
			return false;
		}
		if (!this.endRequired) {
			return true;
		}
		CallQueue<Ended> moved = this.queue;
		if (moved == null) {
			called(span);
		}
		else {
			moved.add(new Ended(span, Context.current()));
		}
		return true;
	}

	/**
	 * A span has ended that one before did not let pass.
	 * @param span the span
	 */
	void forget(ReadableSpan span) {
		this.unseen.remove(span);
	}

	private void end(Ended ended) {
		try (Scope scope = ended.current().makeCurrent()) {
			called(ended.span());
		}
	}

	private void called(ReadableSpan span) {
		long begin = System.nanoTime();
		int place = this.ends.enter();
		try {
			this.processor.onEnd(span);
		}
		catch (Throwable ex) {
			this.failures.failed(ex);
		}
		finally {
			this.ends.leave(place, begin);
		}
	}

	/**
	 * Wait for the calls that are still to be made.
	 * @return completed when they have been made, at once if one of them does not return
	 */
	CompletableResultCode drained() {
		CallQueue<Ended> moved = this.queue;
		if (moved == null) {
			return CompletableResultCode.ofSuccess();
		}
		return (this.ends.stuck() > 0) ? CompletableResultCode.ofFailure() : moved.drained();
	}

	private boolean isStuck() {
		return this.starts.stuck() + this.endings.stuck() + this.ends.stuck() > 0;
	}

	CompletableResultCode forceFlush() {
		return Completion.inOrder(drained(), () -> this.aside.flush(isStuck()));
	}

	CompletableResultCode shutdown() {
		return Completion.inOrder(drained(), () -> {
			end();
			return this.aside.shutdown(this.processor::shutdown, isStuck());
		});
	}

	/**
	 * Make no further calls on another thread.
	 */
	void end() {
		CallQueue<Ended> moved;
		synchronized (this) {
			this.over = true;
			moved = this.queue;
		}
		if (moved != null) {
			moved.end();
		}
	}

	List<Finding> findings() {
		return Stream.of(this.starts, this.endings, this.ends).map(Calls::finding).filter(Objects::nonNull).toList();
	}

	@Override
	public String toString() {
		return this.processor.toString();
	}

	/**
	 * A span that has ended.
	 *
	 * @param span the span
	 * @param current the context in which it ended
	 */
	private record Ended(ReadableSpan span, Context current) {

	}

}
