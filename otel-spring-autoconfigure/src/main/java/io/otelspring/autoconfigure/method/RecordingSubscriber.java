// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Stands between a source and its subscriber and ends the call with the subscription. The
 * call's context is current for what goes up to the source, the subscriber's own for what
 * comes down, so that what follows a traced step is not taken for a part of it.
 *
 * @param <T> the type of the elements
 */
class RecordingSubscriber<T> implements Subscriber<T>, Subscription {

	private final Subscriber<? super T> actual;

	private final OpenCall call;

	private final Context downstream;

	private final boolean single;

	private @Nullable Subscription upstream;

	/**
	 * Create a subscriber.
	 * @param actual the subscriber
	 * @param call the call that this subscription is
	 * @param downstream the context of the subscriber
	 * @param single whether the first element is the result, and the end
	 */
	RecordingSubscriber(Subscriber<? super T> actual, OpenCall call, Context downstream, boolean single) {
		this.actual = actual;
		this.call = call;
		this.downstream = downstream;
		this.single = single;
	}

	static <T> void subscribe(Publisher<T> source, RecordingSubscriber<T> subscriber, OpenCall call) {
		try (Scope scope = call.context().makeCurrent()) {
			source.subscribe(subscriber);
		}
		catch (Throwable ex) {
			call.fail(ex);
			throw ex;
		}
	}

	Subscriber<? super T> actual() {
		return this.actual;
	}

	@Nullable Subscription upstream() {
		return this.upstream;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.upstream = subscription;
		try (Scope scope = this.downstream.makeCurrent()) {
			this.actual.onSubscribe(this);
		}
	}

	@Override
	public void onNext(T element) {
		if (this.single) {
			this.call.succeed(element);
		}
		try (Scope scope = this.downstream.makeCurrent()) {
			this.actual.onNext(element);
		}
	}

	@Override
	public void onError(Throwable exception) {
		this.call.fail(exception);
		try (Scope scope = this.downstream.makeCurrent()) {
			this.actual.onError(exception);
		}
	}

	@Override
	public void onComplete() {
		this.call.succeed(null);
		try (Scope scope = this.downstream.makeCurrent()) {
			this.actual.onComplete();
		}
	}

	@Override
	public void request(long count) {
		Subscription source = this.upstream;
		if (source != null) {
			try (Scope scope = this.call.context().makeCurrent()) {
				source.request(count);
			}
		}
	}

	@Override
	public void cancel() {
		Subscription source = this.upstream;
		if (source != null) {
			try (Scope scope = this.call.context().makeCurrent()) {
				source.cancel();
			}
			finally {
				this.call.succeed(null);
			}
		}
	}

}
