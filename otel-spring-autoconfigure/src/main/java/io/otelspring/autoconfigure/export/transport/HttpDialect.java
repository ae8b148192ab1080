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

import io.otelspring.autoconfigure.export.transport.Answer.Kind;

/**
 * A batch as the body of a {@code POST}, and an answer by status.
 */
abstract class HttpDialect implements Dialect {

	/** What OTLP's specification has, and what these statuses mean in HTTP. */
	static final Set<Integer> RETRYABLE = Set.of(429, 502, 503, 504);

	private final HttpUrl url;

	private final MediaType content;

	private final boolean gzip;

	HttpDialect(HttpUrl url, MediaType content, boolean gzip) {
		this.url = url;
		this.content = content;
		this.gzip = gzip;
	}

	@Override
	public Request request(byte[] body, Map<String, String> headers, Duration timeout) {
		Request.Builder request = new Request.Builder().url(this.url);
		address(request);
		headers.forEach(request::header);
		if (this.gzip) {
			request.header("Content-Encoding", "gzip");
		}
		return request.post(new OneShotBody(this.content, this.gzip ? Gzip.compress(body) : body)).build();
	}

	/**
	 * Add the headers that each request has, unless others of the same names are
	 * configured.
	 * @param request the request
	 */
	abstract void address(Request.Builder request);

	/**
	 * Return what follows from an answer that does not accept a batch.
	 * @param status the answer's status
	 * @return whether the batch can be sent again
	 */
	abstract Kind failure(int status);

	/**
	 * Read the body of an answer that accepts a batch.
	 * @param body the body
	 * @param headers the headers that were sent, which are not to be shown
	 * @return what it means
	 */
	abstract Answer accepted(byte[] body, Map<String, String> headers);

	/**
	 * Say what an answer says about why a batch was not accepted, in a form that only
	 * receivers of this kind use.
	 * @param type the content type of the answer
	 * @param body the answer
	 * @return the reason, or {@code null} if it is not in such a form
	 */
	@Nullable String explanation(String type, byte[] body) {
		return null;
	}

	/**
	 * Say who answers, for people.
	 * @return what such a receiver is called
	 */
	abstract String receiver();

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
			Kind kind = failure(status);
			return new Answer(kind, message, (kind != Kind.REFUSED) ? retryAfter(response) : null, 0);
		}
		byte[] body = Dialect.body(response);
		if (body.length > MAX_ANSWER) {
			return Answers.refused(shown + " and a body of more than " + MAX_ANSWER + " bytes");
		}
		if (isPage(response, body)) {
			return Answers.refused(shown + " and a web page, as no " + receiver() + " does: look at the endpoint");
		}
		return accepted(body, headers);
	}

	private static @Nullable Duration retryAfter(Response response) {
		return RetryAfter.parse(response.header("Retry-After"), response.header("Date"), Instant.now());
	}

	private static boolean isPage(Response response, byte[] body) {
		return body.length > 0 && body[0] == '<' && type(response).startsWith("text/html");
	}

	private String explanation(Response response) {
		byte[] body;
		try {
			body = Dialect.body(response);
		}
		catch (IOException ex) {
			// The status says enough
			return "";
		}
		String type = type(response);
		String explanation = explanation(type, body);
		if (explanation != null) {
			return explanation;
		}
		return (type.startsWith("text/plain") || type.startsWith("application/json"))
				? new String(body, 0, Math.min(body.length, 2000), StandardCharsets.UTF_8) : "";
	}

	private static String type(Response response) {
		String type = response.header("Content-Type");
		return (type != null) ? type.toLowerCase(Locale.ROOT) : "";
	}

}
