// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.reactive;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.util.context.Context;

import io.otelspring.autoconfigure.ReactorContextKey;
import io.otelspring.autoconfigure.web.client.HttpClientCall;

/**
 * Ends a call when the response is there, when the attempt fails, or when the caller
 * gives it up, whichever comes first.
 */
final class CallSubscriber implements CoreSubscriber<ClientResponse>, Subscription, Scannable {

	private static final AtomicIntegerFieldUpdater<CallSubscriber> ENDED = AtomicIntegerFieldUpdater
		.newUpdater(CallSubscriber.class, "ended");

	private static final int FIRST_ERROR = 400;

	private final CoreSubscriber<? super ClientResponse> actual;

	private final HttpClientCall call;

	private final io.opentelemetry.context.Context parent;

	private final TracedClientRequest request;

	private final Context context;

	private @Nullable Subscription subscription;

	private volatile int ended;

	CallSubscriber(CoreSubscriber<? super ClientResponse> actual, HttpClientCall call,
			io.opentelemetry.context.Context parent, TracedClientRequest request) {
		this.actual = actual;
		this.call = call;
		this.parent = parent;
		this.request = request;
		this.context = actual.currentContext().put(ReactorContextKey.VALUE, call.context());
	}

	@Override
	public Context currentContext() {
		return this.context;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.subscription = subscription;
		try (Scope scope = leave()) {
			this.actual.onSubscribe(this);
		}
	}

	@Override
	public void onNext(ClientResponse response) {
		if (ends()) {
			int status = response.statusCode().value();
			if (status >= FIRST_ERROR) {
				this.request.failed();
			}
			HttpHeaders headers = this.call.capturesResponse() ? response.headers().asHttpHeaders() : null;
			this.call.end(status, headers, null);
		}
		try (Scope scope = leave()) {
			this.actual.onNext(response);
		}
	}

	@Override
	public void onError(Throwable failure) {
		if (ends()) {
			this.request.failed(failure);
			this.call.end(0, null, causeOf(failure));
		}
		try (Scope scope = leave()) {
			this.actual.onError(failure);
		}
	}

	@Override
	public void onComplete() {
		if (ends()) {
			this.call.end(0, null, null);
		}
		try (Scope scope = leave()) {
			this.actual.onComplete();
		}
	}

	@Override
	public void request(long n) {
		Subscription subscription = this.subscription;
		if (subscription != null) {
			try (Scope scope = this.call.context().makeCurrent()) {
				subscription.request(n);
			}
		}
	}

	@Override
	public void cancel() {
		Subscription subscription = this.subscription;
		try {
			if (subscription != null) {
				try (Scope scope = this.call.context().makeCurrent()) {
					subscription.cancel();
				}
			}
		}
		finally {
			if (ends()) {
				// A timeout that leads to another attempt looks like this.
				this.request.failed();
				this.call.end(0, null, null);
			}
		}
	}

	@Override
	public @Nullable Object scanUnsafe(Attr key) {
		if (key == Attr.ACTUAL) {
			return this.actual;
		}
		if (key == Attr.PARENT) {
			return this.subscription;
		}
		if (key == Attr.TERMINATED) {
			return this.ended != 0;
		}
		return null;
	}

	private boolean ends() {
		return ENDED.compareAndSet(this, 0, 1);
	}

	// What comes after the response is no part of the call, even if the client answers on
	// the thread that it was asked on.
	private Scope leave() {
		return (io.opentelemetry.context.Context.current() == this.call.context()) ? this.parent.makeCurrent()
				: Scope.noop();
	}

	// Every failure to send has the same wrapping, which tells nothing.
	private static Throwable causeOf(Throwable failure) {
		return (failure instanceof WebClientRequestException && failure.getCause() != null) ? failure.getCause()
				: failure;
	}

}
