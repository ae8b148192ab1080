// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.rabbit;

import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.util.context.Context;

import io.otelspring.autoconfigure.ReactorContextKey;
import io.otelspring.autoconfigure.RestoredThreadLocals;

/**
 * The result of a listener that is a {@code Mono}.
 *
 * @param <T> the type of the result
 */
final class WatchedMono<T> extends MonoOperator<T, T> {

	private final Delivery delivery;

	private WatchedMono(Mono<? extends T> source, Delivery delivery) {
		super(source);
		this.delivery = delivery;
	}

	static boolean isMono(@Nullable Object result) {
		return result instanceof Mono<?>;
	}

	static @Nullable Object of(@Nullable Object result, Delivery delivery) {
		return (result instanceof Mono<?> mono) ? new WatchedMono<>(mono, delivery) : result;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		this.source.subscribe(new Watching<>(actual, this.delivery));
	}

	@Override
	@SuppressWarnings("rawtypes")
	public @Nullable Object scanUnsafe(Scannable.Attr key) {
		return RestoredThreadLocals.areAskedFor(key) ? Boolean.TRUE : super.scanUnsafe(key);
	}

	/**
	 * Makes the context of the message current for whoever handles the result.
	 *
	 * @param <T> the type of the result
	 */
	private static final class Watching<T> implements CoreSubscriber<T> {

		private final CoreSubscriber<? super T> actual;

		private final Delivery delivery;

		private final Context context;

		Watching(CoreSubscriber<? super T> actual, Delivery delivery) {
			this.actual = actual;
			this.delivery = delivery;
			this.context = actual.currentContext().put(ReactorContextKey.VALUE, delivery.context());
		}

		@Override
		public Context currentContext() {
			return this.context;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.actual.onSubscribe(subscription);
		}

		@Override
		public void onNext(T result) {
			try (Scope scope = this.delivery.context().makeCurrent()) {
				this.actual.onNext(result);
			}
		}

		@Override
		public void onError(Throwable error) {
			try (Scope scope = this.delivery.context().makeCurrent()) {
				this.actual.onError(error);
			}
			finally {
				this.delivery.resulted(error);
			}
		}

		@Override
		public void onComplete() {
			try (Scope scope = this.delivery.context().makeCurrent()) {
				this.actual.onComplete();
			}
			finally {
				this.delivery.resulted(null);
			}
		}

	}

}
