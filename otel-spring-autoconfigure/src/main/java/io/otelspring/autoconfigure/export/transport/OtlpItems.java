// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

/**
 * Counts the items of a serialised OTLP request. It reads the lengths on the way to them
 * and nothing else.
 */
final class OtlpItems {

	private static final int LENGTH_DELIMITED = 2;

	// ResourceSpans -> ScopeSpans -> Span, and alike for log records
	private static final int[][] ITEM = { { 1 }, { 2 }, { 2 } };

	// ResourceMetrics -> ScopeMetrics -> Metric -> gauge, sum, ... -> data point
	private static final int[][] DATA_POINT = { { 1 }, { 2 }, { 2 }, { 5, 7, 9, 10, 11 }, { 1 } };

	private final byte[] body;

	private int position;

	private OtlpItems(byte[] body) {
		this.body = body;
	}

	/**
	 * Count the items.
	 * @param signal {@code traces}, {@code metrics} or {@code logs}
	 * @param body the request
	 * @return the number of spans, data points or log records
	 */
	static int count(String signal, byte[] body) {
		return new OtlpItems(body).count(signal.equals("metrics") ? DATA_POINT : ITEM, 0, body.length);
	}

	private int count(int[][] path, int depth, int end) {
		int found = 0;
		while (this.position < end) {
			long tag = varint();
			int field = (int) (tag >>> 3);
			int wireType = (int) (tag & 7);
			if (wireType != LENGTH_DELIMITED) {
				skip(wireType);
				continue;
			}
			int length = (int) varint();
			int next = this.position + length;
			if (contains(path[depth], field)) {
				found += (depth == path.length - 1) ? 1 : count(path, depth + 1, next);
			}
			this.position = next;
		}
		return found;
	}

	private void skip(int wireType) {
		if (wireType == 0) {
			varint();
		}
		else if (wireType == 1 || wireType == 5) {
			this.position += (wireType == 1) ? 8 : 4;
		}
		else {
			throw new IllegalArgumentException("not a request of OTLP");
		}
	}

	private long varint() {
		long value = 0;
		for (int shift = 0; shift < 64; shift += 7) {
			byte next = this.body[this.position++];
			value |= (long) (next & 0x7f) << shift;
			if (next >= 0) {
				return value;
			}
		}
		throw new IllegalArgumentException("not a request of OTLP");
	}

	private static boolean contains(int[] fields, int field) {
		for (int candidate : fields) {
			if (candidate == field) {
				return true;
			}
		}
		return false;
	}

}
