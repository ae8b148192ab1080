// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.r2dbc;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;

/**
 * What a result has, whose reading is a part of the execution.
 *
 * @param <T> the type of the rows
 */
final class WatchedRows<T> implements Publisher<T> {

	private final Publisher<T> rows;

	private final Execution execution;

	WatchedRows(Publisher<T> rows, Execution execution) {
		this.rows = rows;
		this.execution = execution;
	}

	@Override
	public void subscribe(Subscriber<? super T> actual) {
		this.execution.reading();
		this.rows.subscribe(new RowSubscriber<>(Operators.toCoreSubscriber(actual), this.execution));
	}

	private static final class RowSubscriber<T> extends WatchingSubscriber<T> {

		@SuppressWarnings("rawtypes")
		private static final AtomicIntegerFieldUpdater<RowSubscriber> READ = AtomicIntegerFieldUpdater
			.newUpdater(RowSubscriber.class, "read");

		private final Execution execution;

		private volatile int read;

		RowSubscriber(CoreSubscriber<? super T> actual, Execution execution) {
			super(actual);
			this.execution = execution;
		}

		@Override
		void ended(@Nullable Throwable error) {
			if (error != null) {
				this.execution.note(error);
			}
			cancelled();
		}

		@Override
		void cancelled() {
			if (READ.compareAndSet(this, 0, 1)) {
				this.execution.read();
			}
		}

	}

}
