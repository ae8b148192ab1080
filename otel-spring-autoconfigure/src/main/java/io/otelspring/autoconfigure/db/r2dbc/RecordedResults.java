// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.r2dbc;

import io.opentelemetry.context.Context;
import io.r2dbc.spi.Result;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;

import io.otelspring.autoconfigure.ReactorContextKey;
import io.otelspring.autoconfigure.db.DatabaseOperation;
import io.otelspring.autoconfigure.db.DatabaseTelemetry;

/**
 * The results of a statement, each subscription to which is an execution that is
 * recorded. It belongs to the context that Reactor's carries, else to that of the thread.
 */
final class RecordedResults implements Publisher<Result> {

	private final Publisher<? extends Result> results;

	private final DatabaseTelemetry telemetry;

	private final DatabaseOperation operation;

	private final long batchSize;

	RecordedResults(Publisher<? extends Result> results, DatabaseTelemetry telemetry, DatabaseOperation operation,
			long batchSize) {
		this.results = results;
		this.telemetry = telemetry;
		this.operation = operation;
		this.batchSize = batchSize;
	}

	@Override
	public void subscribe(Subscriber<? super Result> subscriber) {
		CoreSubscriber<? super Result> actual = Operators.toCoreSubscriber(subscriber);
		Context parent = (actual.currentContext()
			.getOrDefault(ReactorContextKey.VALUE, null) instanceof Context handedDown) ? handedDown
					: Context.current();
		Context context = DatabaseTelemetry.isRecorded(parent)
				? this.telemetry.start(parent, this.operation, this.batchSize) : null;
		if (context == null) {
			this.results.subscribe(actual);
			return;
		}
		Execution execution = new Execution(this.telemetry, context, this.operation);
		try {
			this.results.subscribe(new ResultSubscriber(actual, execution));
		}
		catch (Throwable ex) {
			execution.fail(ex);
			throw ex;
		}
	}

	/**
	 * Stands between the driver and whoever consumes the results.
	 */
	private static final class ResultSubscriber extends WatchingSubscriber<Result> {

		private final Execution execution;

		ResultSubscriber(CoreSubscriber<? super Result> actual, Execution execution) {
			super(actual);
			this.execution = execution;
		}

		@Override
		public void onNext(Result result) {
			super.onNext(new RecordedResult(result, this.execution));
		}

		@Override
		void ended(@Nullable Throwable error) {
			if (error != null) {
				this.execution.fail(error);
			}
			else {
				this.execution.complete();
			}
		}

		@Override
		void cancelled() {
			this.execution.cancel();
		}

	}

}
