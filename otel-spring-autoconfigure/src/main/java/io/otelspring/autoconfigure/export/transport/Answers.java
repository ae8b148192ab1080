// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.time.Duration;
import java.util.Map;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.export.transport.Answer.Kind;

/**
 * Puts answers into words that can be shown: short, on one line, and without the values
 * of headers, should a server repeat them.
 */
final class Answers {

	/** The properties that tell whom to trust, unless others do. */
	static final String TRUST = "otel.exporter.otlp.ssl.bundle and otel.exporter.otlp.certificate";

	private static final int MAX_LENGTH = 200;

	private static final int SHORTEST_SECRET = 6;

	private static final int MAX_DEPTH = 20;

	private static final String UNTRUSTED = "PKIX";

	private static final String MASK = "******";

	private Answers() {
	}

	static Answer accepted(ExportResponse response, Map<String, String> headers) {
		String message = response.message();
		return new Answer(Kind.ACCEPTED, message.isEmpty() ? null : shown(message, headers), null, response.rejected());
	}

	static Answer refused(String message) {
		return new Answer(Kind.REFUSED, message, null, 0);
	}

	static Answer retryable(String message) {
		return retryable(message, null);
	}

	static Answer retryable(String message, @Nullable Duration retryAfter) {
		return new Answer(Kind.RETRYABLE, message, retryAfter, 0);
	}

	static Answer noAnswer(Duration timeout) {
		return retryable("no answer within " + timeout.toMillis() + " ms");
	}

	static Answer closed() {
		return retryable("the connection was ended by the application");
	}

	/**
	 * Bring a server's text into a form that can be shown.
	 * @param text what the server says
	 * @param headers the headers that it was sent
	 * @return the text without them, and not too long
	 */
	static String shown(String text, Map<String, String> headers) {
		String shown = text;
		for (String value : headers.values()) {
			for (String part : value.split(" ")) {
				if (part.length() >= SHORTEST_SECRET) {
					shown = shown.replace(part, MASK);
				}
			}
		}
		shown = shown.replaceAll("\\p{Cntrl}+", " ").strip();
		return (shown.length() <= MAX_LENGTH) ? shown : shown.substring(0, MAX_LENGTH) + "...";
	}

	static String withDetail(String status, String detail) {
		return detail.isEmpty() ? status : status + ": " + detail;
	}

	/**
	 * Say why there is no answer.
	 * @param failure what was thrown
	 * @param headers the headers that the server was sent
	 * @return the reason
	 */
	static String reason(Throwable failure, Map<String, String> headers) {
		return reason(failure, headers, TRUST);
	}

	/**
	 * Say why there is no answer.
	 * @param failure what was thrown
	 * @param headers the headers that the server was sent
	 * @param trust the properties that tell whom to trust
	 * @return the reason
	 */
	static String reason(Throwable failure, Map<String, String> headers, String trust) {
		String message = failure.getMessage();
		if (failure instanceof SSLException) {
			String untrusted = untrusted(failure);
			message = (untrusted != null) ? untrusted : message;
		}
		String name = failure.getClass().getSimpleName();
		String reason = (message != null) ? name + ": " + shown(message, headers) : name;
		return (message != null && message.contains(UNTRUSTED))
				? reason + " (the server's certificate is not trusted here: see " + trust + ")" : reason;
	}

	private static @Nullable String untrusted(Throwable failure) {
		Throwable cause = failure;
		// The chain has an end, but whose it is we do not know
		for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
			String message = cause.getMessage();
			if (message != null && message.contains(UNTRUSTED)) {
				return message;
			}
			cause = cause.getCause();
		}
		return null;
	}

}
