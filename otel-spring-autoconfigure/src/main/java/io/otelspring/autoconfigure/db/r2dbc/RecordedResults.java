// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.r2dbc;

import io.opentelemetry.context.Context;
import io.r2dbc.spi.Result;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Operators;

import io.otelspring.autoconfigure.ReactorContextKey;
import io.otelspring.autoconfigure.db.DatabaseOperation;
import io.otelspring.autoconfigure.db.DatabaseTelemetry;

/**
 * The results of a statement, each subscription to which is an execution that is
 * recorded. It belongs to the context that Reactor's carries, else to that of the thread.
 */
final class RecordedResults extends FluxOperator<Result, Result> {

	private final DatabaseTelemetry telemetry;

	private final DatabaseOperation operation;

	private final long batchSize;

	@SuppressWarnings("unchecked")
	RecordedResults(Flux<? extends Result> results, DatabaseTelemetry telemetry, DatabaseOperation operation,
			long batchSize) {
		super((Flux<Result>) results);
		this.telemetry = telemetry;
		this.operation = operation;
		this.batchSize = batchSize;
	}

	@Override
	public void subscribe(CoreSubscriber<? super Result> actual) {
		Context parent = (actual.currentContext()
			.getOrDefault(ReactorContextKey.VALUE, null) instanceof Context handedDown) ? handedDown
					: Context.current();
		Context context = DatabaseTelemetry.isRecorded(parent)
				? this.telemetry.start(parent, this.operation, this.batchSize) : null;
		if (context == null) {
			this.source.subscribe(actual);
			return;
		}
		Execution execution = new Execution(this.telemetry, context, this.operation);
		try {
			this.source.subscribe(new ResultSubscriber(actual, execution));
		}
		catch (Throwable ex) {
			execution.fail(ex);
			throw ex;
		}
	}

	/**
	 * Stands between the driver and whoever consumes the results.
	 */
	private static final class ResultSubscriber implements CoreSubscriber<Result>, Subscription, Scannable {

		private final CoreSubscriber<? super Result> actual;

		private final Execution execution;

		private @Nullable Subscription subscription;

		ResultSubscriber(CoreSubscriber<? super Result> actual, Execution execution) {
			this.actual = actual;
			this.execution = execution;
		}

		@Override
		public reactor.util.context.Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			if (Operators.validate(this.subscription, subscription)) {
				this.subscription = subscription;
				this.actual.onSubscribe(this);
			}
		}

		@Override
		public void onNext(Result result) {
			this.actual.onNext(new RecordedResult(result, this.execution));
		}

		@Override
		public void onError(Throwable error) {
			this.execution.fail(error);
			this.actual.onError(error);
		}

		@Override
		public void onComplete() {
			this.execution.complete();
			this.actual.onComplete();
		}

		@Override
		public void request(long count) {
			Subscription subscription = this.subscription;
			if (subscription != null) {
				subscription.request(count);
			}
		}

		@Override
		public void cancel() {
			Subscription subscription = this.subscription;
			if (subscription != null) {
				subscription.cancel();
			}
			this.execution.cancel();
		}

		@Override
		@SuppressWarnings("rawtypes")
		public @Nullable Object scanUnsafe(Scannable.Attr key) {
			if (key == Scannable.Attr.PARENT) {
				return this.subscription;
			}
			if (key == Scannable.Attr.ACTUAL) {
				return this.actual;
			}
			return (key == Scannable.Attr.RUN_STYLE) ? Scannable.Attr.RunStyle.SYNC : null;
		}

	}

}
