// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.r2dbc;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Operators;

/**
 * Hands everything on and is told how it ended.
 *
 * @param <T> the type of what is handed on
 */
abstract class WatchingSubscriber<T> implements CoreSubscriber<T>, Subscription, Scannable {

	private final CoreSubscriber<? super T> actual;

	private @Nullable Subscription subscription;

	WatchingSubscriber(CoreSubscriber<? super T> actual) {
		this.actual = actual;
	}

	/**
	 * Called before the subscriber is told that there is no more.
	 * @param error why, or {@code null} if everything went well
	 */
	abstract void ended(@Nullable Throwable error);

	/**
	 * Called after the subscriber has cancelled.
	 */
	abstract void cancelled();

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
	public void onNext(T element) {
		this.actual.onNext(element);
	}

	@Override
	public void onError(Throwable error) {
		ended(error);
		this.actual.onError(error);
	}

	@Override
	public void onComplete() {
		ended(null);
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
		cancelled();
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
