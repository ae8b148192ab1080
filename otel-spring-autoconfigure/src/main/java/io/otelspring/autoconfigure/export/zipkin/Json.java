// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.zipkin;

import org.jspecify.annotations.Nullable;

/**
 * JSON under construction. Each application has a library for that, or none, and not all
 * the same one.
 */
final class Json {

	private static final char[] HEX = "0123456789abcdef".toCharArray();

	private final StringBuilder text;

	private boolean separate;

	Json(int capacity) {
		this.text = new StringBuilder(capacity);
	}

	Json open(char bracket) {
		separate();
		this.text.append(bracket);
		this.separate = false;
		return this;
	}

	Json close(char bracket) {
		this.text.append(bracket);
		this.separate = true;
		return this;
	}

	Json name(String name) {
		separate();
		quote(name);
		this.text.append(':');
		this.separate = false;
		return this;
	}

	Json value(String value) {
		separate();
		quote(value);
		this.separate = true;
		return this;
	}

	/**
	 * Write what is not text: a number, {@code true}, {@code false}, or JSON.
	 * @param value the value as JSON writes it
	 * @return this
	 */
	Json raw(Object value) {
		separate();
		this.text.append(value);
		this.separate = true;
		return this;
	}

	Json member(String name, @Nullable String value) {
		return (value != null) ? name(name).value(value) : this;
	}

	Json member(String name, long value) {
		return name(name).raw(value);
	}

	private void separate() {
		if (this.separate) {
			this.text.append(',');
		}
	}

	private void quote(String value) {
		this.text.append('"');
		for (int i = 0; i < value.length(); i++) {
			char character = value.charAt(i);
			if (character == '"' || character == '\\') {
				this.text.append('\\').append(character);
			}
			else if (character < ' ' || (Character.isSurrogate(character) && !isPaired(value, i))) {
				this.text.append("\\u");
				for (int shift = 12; shift >= 0; shift -= 4) {
					this.text.append(HEX[(character >> shift) & 0xF]);
				}
			}
			else {
				this.text.append(character);
			}
		}
		this.text.append('"');
	}

	private static boolean isPaired(String value, int index) {
		return Character.isHighSurrogate(value.charAt(index))
				? index + 1 < value.length() && Character.isLowSurrogate(value.charAt(index + 1))
				: index > 0 && Character.isHighSurrogate(value.charAt(index - 1));
	}

	@Override
	public String toString() {
		return this.text.toString();
	}

}
