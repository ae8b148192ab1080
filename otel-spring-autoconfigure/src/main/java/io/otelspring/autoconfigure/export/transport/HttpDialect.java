// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * OTLP as protobuf over HTTP.
 */
final class HttpDialect implements Dialect {

	private static final MediaType PROTOBUF = MediaType.get("application/x-protobuf");

	private static final Set<Integer> RETRYABLE = Set.of(429, 502, 503, 504);

	private final HttpUrl url;

	private final boolean gzip;

	HttpDialect(HttpUrl url, boolean gzip) {
		this.url = url;
		this.gzip = gzip;
	}

	@Override
	public Request request(byte[] body, Map<String, String> headers, Duration timeout) {
		Request.Builder request = new Request.Builder().url(this.url).header("User-Agent", UserAgent.VALUE);
		headers.forEach(request::header);
		if (this.gzip) {
			request.header("Content-Encoding", "gzip");
		}
		return request.post(new OneShotBody(PROTOBUF, this.gzip ? Gzip.compress(body) : body)).build();
	}

	@Override
	public Answer read(Response response, Map<String, String> headers) throws IOException {
		return answer(response, headers).withStatus(Integer.toString(response.code()));
	}

	private Answer answer(Response response, Map<String, String> headers) throws IOException {
		int status = response.code();
		String shown = "the server answered with status " + status;
		if (response.isRedirect()) {
			return Answers.refused(shown + ": " + Redirects.describe(response));
		}
		if (!response.isSuccessful()) {
			String message = Answers.withDetail(shown, Answers.shown(explanation(response), headers));
			return RETRYABLE.contains(status) ? Answers.retryable(message, retryAfter(response))
					: Answers.refused(message);
		}
		byte[] body = Dialect.body(response);
		if (body.length > MAX_ANSWER) {
			return Answers.refused(shown + " and a body of more than " + MAX_ANSWER + " bytes");
		}
		if (isPage(response, body)) {
			return Answers.refused(shown + " and a web page, as no receiver of OTLP does: look at the endpoint");
		}
		return Answers.accepted(ExportResponse.read(body), headers);
	}

	private static @Nullable Duration retryAfter(Response response) {
		return RetryAfter.parse(response.header("Retry-After"), response.header("Date"), Instant.now());
	}

	private static boolean isPage(Response response, byte[] body) {
		return body.length > 0 && body[0] == '<' && type(response).startsWith("text/html");
	}

	private static String explanation(Response response) {
		byte[] body;
		try {
			body = Dialect.body(response);
		}
		catch (IOException ex) {
			// The status says enough
			return "";
		}
		String type = type(response);
		if (type.startsWith("application/x-protobuf") || type.startsWith("application/protobuf")) {
			RpcStatus status = RpcStatus.read(body);
			return (status != null) ? status.message() : "";
		}
		return (type.startsWith("text/plain") || type.startsWith("application/json"))
				? new String(body, 0, Math.min(body.length, 2000), StandardCharsets.UTF_8) : "";
	}

	private static String type(Response response) {
		String type = response.header("Content-Type");
		return (type != null) ? type.toLowerCase(Locale.ROOT) : "";
	}

}
