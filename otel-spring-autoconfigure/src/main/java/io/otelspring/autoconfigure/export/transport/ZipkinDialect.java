// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.util.Map;

import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;

import io.otelspring.autoconfigure.export.transport.Answer.Kind;

/**
 * Version 2 of Zipkin's API. Its specification knows but one answer, 202, so the meaning
 * of all others is HTTP's own: what the client did wrong it will do wrong again, what
 * went wrong in the server may go well next time. Zipkin's server says 500 both if its
 * storage is out and if the storage does not take a certain span.
 */
final class ZipkinDialect extends HttpDialect {

	private static final MediaType JSON = MediaType.get("application/json");

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
	Kind failure(int status) {
		if (RETRYABLE.contains(status)) {
			return Kind.RETRYABLE;
		}
		return (status >= SERVER_ERROR) ? Kind.DOUBTFUL : Kind.REFUSED;
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
		return "otel.exporter.zipkin.ssl.bundle and otel.exporter.zipkin.certificate";
	}

}
