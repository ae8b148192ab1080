// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.util.Map;

import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;

/**
 * Version 2 of Zipkin's API. Its specification knows but one answer, 202, so the meaning
 * of all others is HTTP's own: what the client did wrong it will do wrong again, what
 * went wrong in the server may go well next time.
 */
final class ZipkinDialect extends HttpDialect {

	private static final MediaType JSON = MediaType.get("application/json");

	private static final int TOO_MANY_REQUESTS = 429;

	private static final int SERVER_ERROR = 500;

	ZipkinDialect(HttpUrl url, boolean gzip) {
		super(url, JSON, gzip);
	}

	// A proxy on the way that is traced as Zipkin traces would make spans of the spans
	@Override
	void address(Request.Builder request) {
		request.header("User-Agent", UserAgent.NAME).header("b3", "0");
	}

	@Override
	boolean isRetryable(int status) {
		return status == TOO_MANY_REQUESTS || status >= SERVER_ERROR;
	}

	@Override
	Answer accepted(byte[] body, Map<String, String> headers) {
		return new Answer(Answer.Kind.ACCEPTED, null, null, 0);
	}

	@Override
	String receiver() {
		return "Zipkin";
	}

	@Override
	public String trust() {
		return "otel.exporter.zipkin.ssl.bundle";
	}

}
