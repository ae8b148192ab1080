// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.propagation;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.baggage.BaggageEntryMetadata;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.propagation.BaggageLosses.Defect;

/**
 * Reads the headers of one request, each once, and each member by itself: one that is
 * malformed takes no other with it.
 *
 * @see <a href="https://www.w3.org/TR/baggage/#baggage-http-header-format">W3C Baggage:
 * header format</a>
 */
final class BaggageReader {

	private static final String DELIMITERS = "\"(),/:;<=>?@[\\]{}";

	private static final int HEX = 16;

	private final BaggageLosses losses;

	private @Nullable BaggageBuilder read;

	private int entries;

	private int characters;

	private int notRead;

	BaggageReader(BaggageLosses losses) {
		this.losses = losses;
	}

	void read(String header) {
		this.characters += header.length();
		int next;
		for (int from = 0; from < header.length(); from = next + 1) {
			int comma = header.indexOf(',', from);
			next = (comma != -1) ? comma : header.length();
			int start = OptionalWhitespace.skip(header, from, next);
			int end = OptionalWhitespace.trim(header, start, next);
			if (start == end) {
				continue;
			}
			if (this.characters > BaggageLosses.MOST_CHARACTERS || this.entries == BaggageLosses.MOST_ENTRIES) {
				this.notRead++;
				continue;
			}
			Defect defect = member(header, start, end);
			if (defect != null) {
				this.losses.malformed(defect);
			}
		}
	}

	/**
	 * Return what was read.
	 * @param context the context to put it into
	 * @return that with baggage, or itself if nothing was read
	 */
	Context into(Context context) {
		if (this.notRead > 0) {
			this.losses.notRead(this.notRead);
		}
		return (this.read != null) ? context.with(this.read.build()) : context;
	}

	private @Nullable Defect member(String header, int start, int end) {
		int properties = find(header, ';', start, end);
		int equals = find(header, '=', start, properties);
		if (equals == properties) {
			return Defect.NO_EQUALS_SIGN;
		}
		int keyEnd = OptionalWhitespace.trim(header, start, equals);
		if (keyEnd == start) {
			return Defect.EMPTY_KEY;
		}
		for (int i = start; i < keyEnd; i++) {
			if (!isVisible(header.charAt(i)) || DELIMITERS.indexOf(header.charAt(i)) != -1) {
				return Defect.ILLEGAL_CHARACTER;
			}
		}
		int value = OptionalWhitespace.skip(header, equals + 1, properties);
		int valueEnd = OptionalWhitespace.trim(header, value, properties);
		int rest = OptionalWhitespace.skip(header, Math.min(properties + 1, end), end);
		Defect defect = defect(header, value, valueEnd, false);
		defect = (defect != null) ? defect : defect(header, rest, end, true);
		if (defect != null) {
			return defect;
		}
		this.read = (this.read != null) ? this.read : Baggage.builder();
		this.read.put(header.substring(start, keyEnd), decode(header, value, valueEnd),
				(rest < end) ? BaggageEntryMetadata.create(decode(header, rest, end)) : BaggageEntryMetadata.empty());
		this.entries++;
		return null;
	}

	private static int find(String header, char wanted, int from, int to) {
		int index = from;
		while (index < to && header.charAt(index) != wanted) {
			index++;
		}
		return index;
	}

	private static boolean isVisible(char c) {
		return c > ' ' && c < 0x7F;
	}

	private static @Nullable Defect defect(String header, int from, int to, boolean property) {
		for (int i = from; i < to; i++) {
			char c = header.charAt(i);
			boolean legal = property ? isVisible(c) || c == ' ' || c == '\t' : isVisible(c) && c != '"' && c != '\\';
			if (!legal) {
				return Defect.ILLEGAL_CHARACTER;
			}
			if (c == '%' && (i + 2 >= to || Character.digit(header.charAt(i + 1), HEX) < 0
					|| Character.digit(header.charAt(i + 2), HEX) < 0)) {
				return Defect.PERCENT_ENCODING;
			}
		}
		return null;
	}

	// Bytes that are no UTF-8 become U+FFFD, as W3C has it.
	private static String decode(String header, int from, int to) {
		if (find(header, '%', from, to) == to) {
			return header.substring(from, to);
		}
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(to - from);
		for (int i = from; i < to; i++) {
			char c = header.charAt(i);
			if (c == '%') {
				bytes.write(
						Character.digit(header.charAt(i + 1), HEX) * HEX + Character.digit(header.charAt(i + 2), HEX));
				i += 2;
			}
			else {
				bytes.write(c);
			}
		}
		return bytes.toString(StandardCharsets.UTF_8);
	}

}
