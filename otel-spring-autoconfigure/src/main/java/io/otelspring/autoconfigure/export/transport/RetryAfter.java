// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

import org.jspecify.annotations.Nullable;

/**
 * The header {@code Retry-After}: seconds, or a date of HTTP's kind. A date is compared
 * with the server's own clock where the answer tells that.
 */
final class RetryAfter {

	private static final long LONGEST = 365L * 24 * 60 * 60;

	private RetryAfter() {
	}

	static @Nullable Duration parse(@Nullable String value, @Nullable String serverDate, Instant now) {
		if (value == null || value.isBlank()) {
			return null;
		}
		String text = value.strip();
		try {
			return Duration.ofSeconds(Math.min(LONGEST, Math.max(0, Long.parseLong(text))));
		}
		catch (NumberFormatException ex) {
			Instant until = date(text);
			if (until == null) {
				return null;
			}
			Instant answered = date(serverDate);
			Duration wait = Duration.between((answered != null) ? answered : now, until);
			return wait.isNegative() ? Duration.ZERO : wait;
		}
	}

	/**
	 * Read a date of HTTP's kind.
	 * @param text the text or {@code null}
	 * @return the time or {@code null} if it is none
	 */
	static @Nullable Instant date(@Nullable String text) {
		if (text == null) {
			return null;
		}
		try {
			return ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}
