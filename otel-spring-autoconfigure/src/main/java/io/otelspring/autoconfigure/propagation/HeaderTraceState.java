// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.propagation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A trace state that stays the header it came as, since most services hand it on and
 * never look into it. The API's own has the keys of Level 1.
 */
final class HeaderTraceState implements TraceState {

	private final String header;

	private final int size;

	/**
	 * Create a trace state.
	 * @param header valid members, each key once, with nothing but commas between them
	 * @param size the number of members
	 */
	HeaderTraceState(String header, int size) {
		this.header = header;
		this.size = size;
	}

	/**
	 * Read a header. Of a repeated key the first member counts, which is the last that
	 * was written.
	 * @param header the value of the header, or of all such headers with commas between
	 * them
	 * @return the state, which is empty if any member is wrong or there are too many
	 */
	static TraceState parse(String header) {
		StringBuilder rebuilt = null;
		int members = 0;
		int size = 0;
		for (int start = 0, end; start <= header.length(); start = end + 1) {
			end = endOfMember(header, start);
			int from = OptionalWhitespace.skip(header, start, end);
			int to = OptionalWhitespace.trim(header, from, end);
			boolean kept = false;
			if (from < to) {
				int equals = TraceStateSyntax.endOfKey(header, from, to);
				if (++members > TraceStateSyntax.MAX_MEMBERS || equals == -1 || equals == to
						|| header.charAt(equals) != '=' || !TraceStateSyntax.isValue(header, equals + 1, to)) {
					return TraceState.getDefault();
				}
				kept = !isRepeated(header, from, equals + 1);
			}
			if (rebuilt == null && (!kept || from != start || to != end)) {
				rebuilt = new StringBuilder(header.length()).append(header, 0, Math.max(start - 1, 0));
			}
			if (kept) {
				size++;
				append(rebuilt, header, from, to);
			}
		}
		if (size == 0) {
			return TraceState.getDefault();
		}
		return new HeaderTraceState((rebuilt != null) ? rebuilt.toString() : header, size);
	}

	/**
	 * Write a header.
	 * @param traceState a state, by whomever it was made
	 * @return the header's value
	 */
	static String format(TraceState traceState) {
		if (traceState instanceof HeaderTraceState ours) {
			return ours.header;
		}
		StringBuilder header = new StringBuilder();
		traceState.forEach((key, value) -> {
			if (header.length() > 0) {
				header.append(',');
			}
			header.append(key).append('=').append(value);
		});
		return header.toString();
	}

	private static void append(@Nullable StringBuilder rebuilt, String header, int from, int to) {
		if (rebuilt != null) {
			if (rebuilt.length() > 0) {
				rebuilt.append(',');
			}
			rebuilt.append(header, from, to);
		}
	}

	private static boolean isRepeated(String header, int key, int afterEquals) {
		int start = OptionalWhitespace.skip(header, 0, key);
		while (start < key) {
			if (header.regionMatches(start, header, key, afterEquals - key)) {
				return true;
			}
			start = OptionalWhitespace.skip(header, endOfMember(header, start) + 1, key);
		}
		return false;
	}

	private static int endOfMember(String header, int start) {
		int comma = header.indexOf(',', start);
		return (comma != -1) ? comma : header.length();
	}

	@Override
	public @Nullable String get(String key) {
		if (key == null) {
			return null;
		}
		int length = key.length();
		for (int start = 0, end; start < this.header.length(); start = end + 1) {
			end = endOfMember(this.header, start);
			if (start + length < end && this.header.charAt(start + length) == '='
					&& this.header.startsWith(key, start)) {
				return this.header.substring(start + length + 1, end);
			}
		}
		return null;
	}

	@Override
	public int size() {
		return this.size;
	}

	@Override
	public boolean isEmpty() {
		return this.size == 0;
	}

	@Override
	public void forEach(BiConsumer<String, String> consumer) {
		if (consumer == null) {
			return;
		}
		for (int start = 0, end; start < this.header.length(); start = end + 1) {
			end = endOfMember(this.header, start);
			int equals = this.header.indexOf('=', start);
			consumer.accept(this.header.substring(start, equals), this.header.substring(equals + 1, end));
		}
	}

	@Override
	public Map<String, String> asMap() {
		Map<String, String> map = new LinkedHashMap<>();
		forEach(map::put);
		return Collections.unmodifiableMap(map);
	}

	@Override
	public TraceStateBuilder toBuilder() {
		HeaderTraceStateBuilder builder = new HeaderTraceStateBuilder();
		forEach(builder::append);
		return builder;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof HeaderTraceState that && this.header.equals(that.header);
	}

	@Override
	public int hashCode() {
		return this.header.hashCode();
	}

	@Override
	public String toString() {
		return this.header;
	}

}
