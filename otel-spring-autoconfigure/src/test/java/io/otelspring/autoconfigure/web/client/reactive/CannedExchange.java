// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.reactive;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

import io.opentelemetry.api.trace.Span;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.mock.http.client.reactive.MockClientHttpRequest;
import org.springframework.mock.http.client.reactive.MockClientHttpResponse;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import io.otelspring.autoconfigure.ReactorContextKey;

/**
 * A connector without a network: it answers with what was put into it, else with 200, on
 * the thread that asks.
 */
final class CannedExchange implements ClientHttpConnector {

	final Deque<Mono<ClientHttpResponse>> answers = new ArrayDeque<>();

	final List<Sent> sent = new ArrayList<>();

	boolean remember = true;

	CannedExchange status(int... statuses) {
		for (int status : statuses) {
			MockClientHttpResponse response = new MockClientHttpResponse(HttpStatusCode.valueOf(status));
			response.getHeaders().add("X-Answer", "one");
			this.answers.add(Mono.just(response));
		}
		return this;
	}

	CannedExchange failure(Throwable failure) {
		this.answers.add(Mono.error(failure));
		return this;
	}

	Sent last() {
		return this.sent.get(this.sent.size() - 1);
	}

	@Override
	public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
		return Mono.deferContextual((view) -> {
			MockClientHttpRequest request = new MockClientHttpRequest(method, uri);
			return requestCallback.apply(request).then(Mono.defer(() -> {
				if (this.remember) {
					this.sent.add(new Sent(request.getHeaders(), Span.current(), view));
				}
				Mono<ClientHttpResponse> answer = this.answers.poll();
				return (answer != null) ? answer : Mono.just(new MockClientHttpResponse(200));
			}));
		});
	}

	/**
	 * A request that went out.
	 *
	 * @param headers its headers
	 * @param current the span that was current
	 * @param view Reactor's context
	 */
	record Sent(HttpHeaders headers, Span current, ContextView view) {

		Span inReactorContext() {
			return Span.fromContext(this.view.get(ReactorContextKey.VALUE));
		}

	}

}
