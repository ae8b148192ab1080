// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.propagation;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;

/**
 * The header {@code traceparent}: {@code version-traceid-parentid-flags}, in lower-case
 * hexadecimal digits.
 */
final class TraceParent {

	/**
	 * The flags that version 00 knows: sampled, and trace id made at random. Others are
	 * neither believed nor sent.
	 */
	private static final int KNOWN_FLAGS = 0x03;

	private static final String[] FLAGS = { "-00", "-01", "-02", "-03" };

	private static final int TRACE_ID = 3;

	private static final int SPAN_ID = 36;

	private static final int FLAG = 53;

	private static final int END = 55;

	private TraceParent() {
	}

	static String format(SpanContext span) {
		return "00-" + span.getTraceId() + "-" + span.getSpanId() + FLAGS[span.getTraceFlags().asByte() & KNOWN_FLAGS];
	}

	static byte[] bytes(SpanContext span) {
		byte[] bytes = new byte[END];
		put(bytes, 0, "00-");
		put(bytes, TRACE_ID, span.getTraceId());
		bytes[SPAN_ID - 1] = '-';
		put(bytes, SPAN_ID, span.getSpanId());
		put(bytes, FLAG - 1, FLAGS[span.getTraceFlags().asByte() & KNOWN_FLAGS]);
		return bytes;
	}

	private static void put(byte[] bytes, int start, String text) {
		for (int i = 0; i < text.length(); i++) {
			bytes[start + i] = (byte) text.charAt(i);
		}
	}

	/**
	 * Return where in a header the version begins, if all of the header is right.
	 * @param header the header's value, with optional white space at both ends
	 * @return the index, or -1 if the header is to be ignored
	 */
	static int find(CharSequence header) {
		int start = OptionalWhitespace.skip(header, 0, header.length());
		int length = OptionalWhitespace.trim(header, start, header.length()) - start;
		if (length < END) {
			return -1;
		}
		int version = digits(header, start);
		if (version == 0xff || version < 0 || !endsWhereItShould(header, start, length, version == 0)) {
			return -1;
		}
		boolean valid = header.charAt(start + TRACE_ID - 1) == '-'
				&& isId(header, start + TRACE_ID, start + SPAN_ID - 1) && header.charAt(start + SPAN_ID - 1) == '-'
				&& isId(header, start + SPAN_ID, start + FLAG - 1) && header.charAt(start + FLAG - 1) == '-'
				&& digits(header, start + FLAG) >= 0;
		return valid ? start : -1;
	}

	/**
	 * Read a header.
	 * @param header a header that is right
	 * @param start where its version begins
	 * @return the remote parent, without a state
	 */
	static SpanContext parse(CharSequence header, int start) {
		return SpanContext.createFromRemoteParent(header.subSequence(start + TRACE_ID, start + SPAN_ID - 1).toString(),
				header.subSequence(start + SPAN_ID, start + FLAG - 1).toString(),
				TraceFlags.fromByte((byte) (digits(header, start + FLAG) & KNOWN_FLAGS)), TraceState.getDefault());
	}

	private static boolean endsWhereItShould(CharSequence header, int start, int length, boolean current) {
		// Later versions may append fields, but change none of these.
		return length == END || (!current && header.charAt(start + END) == '-');
	}

	private static boolean isId(CharSequence header, int from, int to) {
		int seen = 0;
		for (int i = from; i < to; i++) {
			int digit = digit(header.charAt(i));
			if (digit < 0) {
				return false;
			}
			seen |= digit;
		}
		return seen != 0;
	}

	private static int digits(CharSequence header, int index) {
		int high = digit(header.charAt(index));
		int low = digit(header.charAt(index + 1));
		return ((high | low) >= 0) ? (high << 4) | low : -1;
	}

	private static int digit(char c) {
		if (c >= '0' && c <= '9') {
			return c - '0';
		}
		return (c >= 'a' && c <= 'f') ? c - 'a' + 10 : -1;
	}

}
