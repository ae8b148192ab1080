// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.reactive;

import java.net.URI;
import java.util.Map;
import java.util.function.Consumer;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

import io.otelspring.autoconfigure.web.client.Attempt;
import io.otelspring.autoconfigure.web.client.TraceHeaders;

/**
 * A request that carries the headers of its trace. They are written to what goes out, not
 * to the headers of the application's request, which another attempt uses again; a copy
 * of those is made only for whoever asks for it.
 */
final class TracedClientRequest implements ClientRequest, Attempt {

	private static final String URI_TEMPLATE = WebClient.class.getName() + ".uriTemplate";

	private final ClientRequest delegate;

	private final Attempts attempts;

	private final CoreSubscriber<?> subscriber;

	private @Nullable TraceHeaders traceHeaders;

	private @Nullable Context context;

	private @Nullable HttpHeaders headers;

	private @Nullable Throwable failure;

	TracedClientRequest(ClientRequest delegate, Attempts attempts, CoreSubscriber<?> subscriber) {
		this.delegate = delegate;
		this.attempts = attempts;
		this.subscriber = subscriber;
	}

	/**
	 * Set what is current while the request is written.
	 * @param context the context of the request's span
	 */
	void sentIn(Context context) {
		this.context = context;
	}

	void failed() {
		this.attempts.failed(this.subscriber);
	}

	void failed(Throwable failure) {
		this.failure = failure;
		failed();
	}

	@Override
	public void propagate(Context context, TraceHeaders headers) {
		this.context = context;
		this.traceHeaders = headers;
	}

	@Override
	public Mono<Void> writeTo(ClientHttpRequest request, ExchangeStrategies strategies) {
		Context context = this.context;
		if (context == null) {
			return this.delegate.writeTo(request, strategies);
		}
		if (this.traceHeaders != null) {
			this.traceHeaders.write(context, request.getHeaders());
		}
		try (Scope scope = context.makeCurrent()) {
			return this.delegate.writeTo(request, strategies);
		}
	}

	@Override
	public HttpHeaders headers() {
		HttpHeaders headers = this.headers;
		if (headers == null) {
			headers = this.delegate.headers();
			if (this.traceHeaders != null && this.context != null) {
				HttpHeaders copy = new HttpHeaders();
				copy.putAll(headers);
				this.traceHeaders.write(this.context, copy);
				headers = HttpHeaders.readOnlyHttpHeaders(copy);
			}
			this.headers = headers;
		}
		return headers;
	}

	@Override
	public URI uri() {
		return this.delegate.url();
	}

	@Override
	public @Nullable String uriTemplate() {
		return (this.delegate.attributes().get(URI_TEMPLATE) instanceof String template) ? template : null;
	}

	@Override
	public int resendCount() {
		return this.attempts.next(this.subscriber);
	}

	@Override
	public @Nullable String protocolVersion() {
		return null;
	}

	@Override
	public Class<? extends Throwable> typeSeen(Throwable failure) {
		return ((this.failure != null) ? this.failure : failure).getClass();
	}

	@Override
	public HttpMethod method() {
		return this.delegate.method();
	}

	@Override
	public URI url() {
		return this.delegate.url();
	}

	@Override
	public MultiValueMap<String, String> cookies() {
		return this.delegate.cookies();
	}

	@Override
	public BodyInserter<?, ? super ClientHttpRequest> body() {
		return this.delegate.body();
	}

	@Override
	public Map<String, Object> attributes() {
		return this.delegate.attributes();
	}

	@Override
	public @Nullable Consumer<ClientHttpRequest> httpRequest() {
		return this.delegate.httpRequest();
	}

	@Override
	public String logPrefix() {
		return this.delegate.logPrefix();
	}

}
