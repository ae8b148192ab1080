// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.console;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import org.springframework.boot.ansi.AnsiColor;
import org.springframework.boot.ansi.AnsiElement;
import org.springframework.boot.ansi.AnsiOutput;
import org.springframework.boot.ansi.AnsiStyle;

/**
 * A line under construction. It has colours where Spring Boot's own lines have them.
 * Control characters are replaced, so that what a caller of the application sends cannot
 * forge lines or steer the terminal.
 */
final class Line {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT)
		.withZone(ZoneId.systemDefault());

	private static final Comparator<Map.Entry<AttributeKey<?>, Object>> BY_KEY = Comparator
		.comparing((attribute) -> attribute.getKey().getKey());

	private final StringBuilder text = new StringBuilder(160);

	Line(String kind, AnsiColor colour, long epochNanos) {
		add(colour, kind).add(' ').add(AnsiStyle.FAINT, TIME.format(Instant.ofEpochSecond(0, epochNanos))).add("  ");
	}

	Line add(Object part) {
		this.text.append(harmless(String.valueOf(part)));
		return this;
	}

	Line add(AnsiElement look, Object part) {
		this.text.append(AnsiOutput.toString(look, harmless(String.valueOf(part))));
		return this;
	}

	Line number(double value) {
		String formatted = (value == Math.rint(value) && Math.abs(value) < 1e15) ? Long.toString((long) value)
				: String.format(Locale.ROOT, (Math.abs(value) < 0.001) ? "%.3e" : "%.3f", value);
		return add(formatted);
	}

	Line attributes(Attributes attributes) {
		if (attributes.isEmpty()) {
			return this;
		}
		StringBuilder all = new StringBuilder(" {");
		attributes.asMap().entrySet().stream().sorted(BY_KEY).forEach((attribute) -> {
			if (all.length() > 2) {
				all.append(", ");
			}
			all.append(attribute.getKey().getKey()).append('=').append(attribute.getValue());
		});
		return add(AnsiStyle.FAINT, all.append('}'));
	}

	private static String harmless(String part) {
		if (part.chars().noneMatch(Character::isISOControl)) {
			return part;
		}
		StringBuilder harmless = new StringBuilder(part);
		for (int i = 0; i < harmless.length(); i++) {
			if (Character.isISOControl(harmless.charAt(i))) {
				harmless.setCharAt(i, ' ');
			}
		}
		return harmless.toString();
	}

	@Override
	public String toString() {
		return this.text.toString();
	}

}
