// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.blocking;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Answers without a network.
 */
public class CannedRequestFactory implements ClientHttpRequestFactory {

	final List<Request> requests = new ArrayList<>();

	boolean remember = true;

	int status = 200;

	@Nullable Throwable failure;

	Callable<@Nullable Void> onExecute = () -> null;

	@Override
	public ClientHttpRequest createRequest(URI uri, HttpMethod method) {
		Request request = new Request(uri, method);
		if (this.remember) {
			this.requests.add(request);
		}
		return request;
	}

	Request request() {
		return this.requests.get(this.requests.size() - 1);
	}

	static <T extends Throwable> void sneak(Throwable failure) throws T {
		@SuppressWarnings("unchecked")
		T unchecked = (T) failure;
		throw unchecked;
	}

	/**
	 * A request that knows what became of it.
	 */
	class Request implements ClientHttpRequest {

		private final URI uri;

		private final HttpMethod method;

		private final HttpHeaders headers = new HttpHeaders();

		private final Map<String, Object> attributes = new LinkedHashMap<>();

		private final ByteArrayOutputStream body = new ByteArrayOutputStream();

		Request(URI uri, HttpMethod method) {
			this.uri = uri;
			this.method = method;
		}

		@Override
		public ClientHttpResponse execute() {
			try {
				CannedRequestFactory.this.onExecute.call();
			}
			catch (Exception ex) {
				CannedRequestFactory.<RuntimeException>sneak(ex);
			}
			if (CannedRequestFactory.this.failure != null) {
				CannedRequestFactory.<RuntimeException>sneak(CannedRequestFactory.this.failure);
			}
			return new Response(CannedRequestFactory.this.status);
		}

		@Override
		public OutputStream getBody() {
			return this.body;
		}

		@Override
		public HttpMethod getMethod() {
			return this.method;
		}

		@Override
		public URI getURI() {
			return this.uri;
		}

		@Override
		public Map<String, Object> getAttributes() {
			return this.attributes;
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

	}

	/**
	 * A response without a body.
	 */
	static class Response implements ClientHttpResponse {

		private final int status;

		private final HttpHeaders headers = new HttpHeaders();

		Response(int status) {
			this.status = status;
			this.headers.add("X-Answer", "one");
			this.headers.add("X-Answer", "two");
			this.headers.add("Set-Cookie", "session=secret");
		}

		@Override
		public HttpStatusCode getStatusCode() throws IOException {
			return HttpStatusCode.valueOf(this.status);
		}

		@Override
		public String getStatusText() {
			return "";
		}

		@Override
		public void close() {
		}

		@Override
		public InputStream getBody() {
			return new ByteArrayInputStream(new byte[0]);
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

	}

}
