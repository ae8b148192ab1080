// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.blocking;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

import io.otelspring.autoconfigure.web.client.HttpClientTelemetry;

/**
 * A request whose sending is recorded. It hands everything on to the request of the HTTP
 * client, the body included, which is therefore never held in memory on its account.
 */
class TracedRequest implements ClientHttpRequest, BlockingAttempt {

	private final ClientHttpRequest delegate;

	private final URI uri;

	private final HttpMethod method;

	private final TracedRequestFactory factory;

	private @Nullable String uriTemplate;

	private @Nullable Map<String, Object> outerAttributes;

	private TracedRequest(ClientHttpRequest delegate, URI uri, HttpMethod method, TracedRequestFactory factory) {
		this.delegate = delegate;
		this.uri = uri;
		this.method = method;
		this.factory = factory;
	}

	static TracedRequest of(ClientHttpRequest delegate, URI uri, HttpMethod method, TracedRequestFactory factory) {
		if (delegate instanceof StreamingHttpOutputMessage streaming) {
			return new Streaming(delegate, streaming, uri, method, factory);
		}
		return new TracedRequest(delegate, uri, method, factory);
	}

	void uriTemplate(@Nullable String template) {
		this.uriTemplate = template;
	}

	/**
	 * Look for what is missing in the attributes of a request that hides this one.
	 * @param attributes the attributes, which may still be filled
	 */
	void outerAttributes(@Nullable Map<String, Object> attributes) {
		this.outerAttributes = attributes;
	}

	@Override
	public ClientHttpResponse execute() throws IOException {
		RequestLinks.executing();
		HttpClientTelemetry telemetry = this.factory.telemetry();
		if (telemetry == null || RequestAttributes.isClaimed(this.delegate.getAttributes())) {
			return send();
		}
		return send(telemetry);
	}

	@Override
	public HttpMethod getMethod() {
		return this.delegate.getMethod();
	}

	@Override
	public URI getURI() {
		return this.delegate.getURI();
	}

	@Override
	public Map<String, Object> getAttributes() {
		return this.delegate.getAttributes();
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.delegate.getHeaders();
	}

	@Override
	public OutputStream getBody() throws IOException {
		return this.delegate.getBody();
	}

	@Override
	public URI uri() {
		return this.uri;
	}

	@Override
	public HttpMethod method() {
		return this.method;
	}

	@Override
	public HttpHeaders headers() {
		return this.delegate.getHeaders();
	}

	@Override
	public @Nullable String uriTemplate() {
		String template = this.uriTemplate;
		if (template == null) {
			template = RequestAttributes.uriTemplate(this.delegate.getAttributes());
		}
		if (template == null && this.outerAttributes != null) {
			template = RequestAttributes.uriTemplate(this.outerAttributes);
		}
		return template;
	}

	@Override
	public int resendCount() {
		Map<String, Object> attributes = this.delegate.getAttributes();
		if (this.outerAttributes != null && !RequestAttributes.areCounted(attributes)) {
			attributes = this.outerAttributes;
		}
		return RequestAttributes.countAttempt(attributes);
	}

	@Override
	public @Nullable String protocolVersion() {
		return this.factory.protocolVersion();
	}

	@Override
	public ClientHttpResponse send() throws IOException {
		return this.delegate.execute();
	}

	/**
	 * A request whose body is written straight to the connection.
	 */
	private static final class Streaming extends TracedRequest implements StreamingHttpOutputMessage {

		private final StreamingHttpOutputMessage delegate;

		Streaming(ClientHttpRequest delegate, StreamingHttpOutputMessage streaming, URI uri, HttpMethod method,
				TracedRequestFactory factory) {
			super(delegate, uri, method, factory);
			this.delegate = streaming;
		}

		@Override
		public void setBody(Body body) {
			this.delegate.setBody(body);
		}

		@Override
		public void setBody(byte[] body) throws IOException {
			this.delegate.setBody(body);
		}

	}

}
