// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import org.jspecify.annotations.Nullable;

/**
 * Something that somebody configured and that is not a property of the catalogue.
 *
 * @param written the name as it is written
 * @param name the name as a property, without the index of a list's element
 * @param variable whether it is an environment variable
 * @param value the value and where it stands
 */
record UnknownKey(String written, String name, boolean variable, ConfiguredValue value) {

	/**
	 * Return whether the name is that of a property and only its form is wrong, or its
	 * place.
	 * @return whether it is
	 */
	boolean misplaced() {
		return !this.variable && !this.written.startsWith("otel.");
	}

	/**
	 * Show the key, its value and where it stands. The value of a key that is nothing
	 * like a known one is not shown, nor of one that is like that of a secret.
	 * @param meant the property that was probably meant, or {@code null}
	 * @return what can be shown
	 */
	String shown(@Nullable String meant) {
		String text = Secrets.mask(this.name, this.value.value());
		boolean secret = meant == null || !Secrets.mask(meant, text).equals(text);
		return this.written + " = \"" + (secret ? Secrets.MASK : text) + "\" (" + this.value.origin() + ")";
	}

}
