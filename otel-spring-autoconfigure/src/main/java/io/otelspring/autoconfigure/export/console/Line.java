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
import io.opentelemetry.api.trace.SpanContext;

/**
 * A line under construction.
 */
final class Line {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT)
		.withZone(ZoneId.systemDefault());

	private static final Comparator<Map.Entry<AttributeKey<?>, Object>> BY_KEY = Comparator
		.comparing((attribute) -> attribute.getKey().getKey());

	private final StringBuilder text = new StringBuilder(160);

	Line(String kind, long epochNanos) {
		this.text.append(kind).append(' ').append(TIME.format(Instant.ofEpochSecond(0, epochNanos))).append("  ");
	}

	Line add(Object part) {
		this.text.append(part);
		return this;
	}

	Line number(double value) {
		String formatted = (value == Math.rint(value) && Math.abs(value) < 1e15) ? Long.toString((long) value)
				: String.format(Locale.ROOT, (Math.abs(value) < 0.001) ? "%.3e" : "%.3f", value);
		return add(formatted);
	}

	Line ids(SpanContext context) {
		return add(" trace=").add(context.getTraceId()).add(" span=").add(context.getSpanId());
	}

	Line attributes(Attributes attributes) {
		if (!attributes.isEmpty()) {
			this.text.append(" {");
			int start = this.text.length();
			attributes.asMap().entrySet().stream().sorted(BY_KEY).forEach((attribute) -> {
				if (this.text.length() > start) {
					this.text.append(", ");
				}
				this.text.append(attribute.getKey().getKey()).append('=').append(attribute.getValue());
			});
			this.text.append('}');
		}
		return this;
	}

	/**
	 * Return the line. Control characters in it are replaced, so that what a caller of
	 * the application sends cannot forge lines or steer the terminal.
	 */
	@Override
	public String toString() {
		for (int i = 0; i < this.text.length(); i++) {
			if (Character.isISOControl(this.text.charAt(i))) {
				this.text.setCharAt(i, ' ');
			}
		}
		return this.text.toString();
	}

}
