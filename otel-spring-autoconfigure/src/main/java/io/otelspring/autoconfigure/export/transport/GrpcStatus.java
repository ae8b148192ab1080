// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What follows from gRPC's status codes, by OTLP's specification.
 */
final class GrpcStatus {

	private static final List<String> NAMES = List.of("OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT",
			"DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED",
			"FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS",
			"UNAUTHENTICATED");

	private static final Set<String> RETRYABLE = Set.of("CANCELLED", "DEADLINE_EXCEEDED", "ABORTED", "OUT_OF_RANGE",
			"UNAVAILABLE", "DATA_LOSS");

	private GrpcStatus() {
	}

	/**
	 * Read an answer that is not OK.
	 * @param code the code as it was sent
	 * @param encodedMessage the message as it was sent, or {@code null}
	 * @param details the details or {@code null}
	 * @param headers the headers that the server was sent
	 * @return what it means
	 */
	static Answer answer(String code, @Nullable String encodedMessage, @Nullable RpcStatus details,
			Map<String, String> headers) {
		String name = name(code);
		String text = (encodedMessage != null) ? decode(encodedMessage) : "";
		if (text.isEmpty() && details != null) {
			text = details.message();
		}
		String message = Answers.withDetail("the server answered with gRPC status " + name,
				Answers.shown(text, headers));
		Duration retryDelay = (details != null) ? details.retryDelay() : null;
		boolean recovers = name.equals("RESOURCE_EXHAUSTED") && retryDelay != null;
		Answer answer = (RETRYABLE.contains(name) || recovers) ? Answers.retryable(message, retryDelay)
				: Answers.refused(message);
		return answer.withStatus(name);
	}

	static @Nullable RpcStatus details(@Nullable String header) {
		if (header == null) {
			return null;
		}
		try {
			// The decoder takes it with and without padding
			return RpcStatus.read(Base64.getDecoder().decode(header.strip()));
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static String name(String code) {
		try {
			int number = Integer.parseInt(code.strip());
			return (number >= 0 && number < NAMES.size()) ? NAMES.get(number) : "UNKNOWN";
		}
		catch (NumberFormatException ex) {
			return "UNKNOWN";
		}
	}

	private static String decode(String message) {
		if (message.indexOf('%') < 0) {
			return message;
		}
		byte[] octets = message.getBytes(StandardCharsets.UTF_8);
		ByteArrayOutputStream decoded = new ByteArrayOutputStream(octets.length);
		for (int i = 0; i < octets.length; i++) {
			int octet = octets[i];
			if (octet == '%' && i + 2 < octets.length) {
				int high = Character.digit(octets[i + 1], 16);
				int low = Character.digit(octets[i + 2], 16);
				if (high >= 0 && low >= 0) {
					octet = (high << 4) + low;
					i += 2;
				}
			}
			decoded.write(octet);
		}
		return decoded.toString(StandardCharsets.UTF_8);
	}

}
