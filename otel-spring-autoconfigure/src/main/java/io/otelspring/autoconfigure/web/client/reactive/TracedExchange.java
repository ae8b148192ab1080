// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.reactive;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.Scannable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

import io.otelspring.autoconfigure.ReactorContextKey;
import io.otelspring.autoconfigure.RestoredThreadLocals;
import io.otelspring.autoconfigure.TelemetrySource;
import io.otelspring.autoconfigure.web.client.HttpClientCall;
import io.otelspring.autoconfigure.web.client.HttpClientTelemetry;

/**
 * Sends a request for each subscription, and records it as an attempt of its own.
 */
final class TracedExchange extends Mono<ClientResponse> implements Scannable {

	private final ClientRequest request;

	private final ExchangeFunction next;

	private final TelemetrySource<HttpClientTelemetry> telemetry;

	private final Attempts attempts;

	TracedExchange(ClientRequest request, ExchangeFunction next, TelemetrySource<HttpClientTelemetry> telemetry) {
		this.request = request;
		this.next = next;
		this.telemetry = telemetry;
		this.attempts = Attempts.of(request.attributes());
	}

	@Override
	public void subscribe(CoreSubscriber<? super ClientResponse> actual) {
		HttpClientTelemetry telemetry = this.telemetry.get();
		if (telemetry == null) {
			send(this.request, actual);
			return;
		}
		Context parent = contextOf(actual);
		TracedClientRequest traced = new TracedClientRequest(this.request, this.attempts, actual);
		HttpClientCall call = telemetry.start(parent, traced);
		if (call == null) {
			send(traced, actual);
			return;
		}
		traced.sentIn(call.context());
		CallSubscriber subscriber = new CallSubscriber(actual, call, parent, traced);
		try (Scope scope = call.context().makeCurrent()) {
			send(traced, subscriber);
		}
	}

	@Override
	public @Nullable Object scanUnsafe(Attr key) {
		return RestoredThreadLocals.areAskedFor(key) ? Boolean.TRUE : null;
	}

	private void send(ClientRequest request, CoreSubscriber<? super ClientResponse> subscriber) {
		Mono<ClientResponse> response;
		try {
			response = this.next.exchange(request);
		}
		catch (Throwable ex) {
			Exceptions.throwIfFatal(ex);
			Operators.error(subscriber, ex);
			return;
		}
		response.subscribe(subscriber);
	}

	private static Context contextOf(CoreSubscriber<?> subscriber) {
		Object context = subscriber.currentContext().getOrDefault(ReactorContextKey.VALUE, null);
		return (context instanceof Context found) ? found : Context.current();
	}

}
