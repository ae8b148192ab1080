// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the few protobuf messages that servers answer with. What it is given may be
 * anything; it throws {@link IllegalArgumentException} where that is no protobuf.
 */
final class ProtobufReader {

	private static final int VARINT = 0;

	private static final int FIXED64 = 1;

	private static final int LENGTH_DELIMITED = 2;

	private static final int FIXED32 = 5;

	private static final int MAX_SHIFT = 63;

	private final byte[] data;

	private int position;

	private int wireType;

	ProtobufReader(byte[] data) {
		this.data = data;
	}

	/**
	 * Go to the next field. Its value must be read or skipped before the one after it.
	 * @return the field's number, or 0 at the end
	 */
	int next() {
		if (this.position >= this.data.length) {
			return 0;
		}
		long tag = varint();
		this.wireType = (int) (tag & 0x7);
		int number = (int) (tag >>> 3);
		if (number <= 0) {
			throw garbage();
		}
		return number;
	}

	/**
	 * Read a whole number.
	 * @return the number; 0 where the field holds something else
	 */
	long number() {
		if (this.wireType != VARINT) {
			skip();
			return 0;
		}
		return varint();
	}

	/**
	 * Read bytes.
	 * @return the bytes; none where the field holds something else
	 */
	byte[] bytes() {
		if (this.wireType != LENGTH_DELIMITED) {
			skip();
			return new byte[0];
		}
		int length = length();
		byte[] bytes = Arrays.copyOfRange(this.data, this.position, this.position + length);
		this.position += length;
		return bytes;
	}

	String text() {
		return new String(bytes(), StandardCharsets.UTF_8);
	}

	void skip() {
		switch (this.wireType) {
			case VARINT -> varint();
			case FIXED64 -> advance(Long.BYTES);
			case LENGTH_DELIMITED -> advance(length());
			case FIXED32 -> advance(Integer.BYTES);
			default -> throw garbage();
		}
	}

	private int length() {
		long length = varint();
		if (length < 0 || length > this.data.length - this.position) {
			throw garbage();
		}
		return (int) length;
	}

	private void advance(int count) {
		if (count > this.data.length - this.position) {
			throw garbage();
		}
		this.position += count;
	}

	private long varint() {
		long value = 0;
		for (int shift = 0; shift <= MAX_SHIFT; shift += 7) {
			if (this.position >= this.data.length) {
				throw garbage();
			}
			byte octet = this.data[this.position++];
			value |= (long) (octet & 0x7F) << shift;
			if (octet >= 0) {
				return value;
			}
		}
		throw garbage();
	}

	private static IllegalArgumentException garbage() {
		return new IllegalArgumentException("not a protobuf message");
	}

}
