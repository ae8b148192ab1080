// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A property of the catalogue: one of the OpenTelemetry SDK's configuration
 * specification, or a switch of ours.
 *
 * @param name the name as a system property
 * @param type what its value may be
 * @param defaultValue the value where none is given, or {@code null} if there is none
 * @param values the values that are accepted, or none if they cannot be told
 * @param open whether an extension can add to the accepted values
 * @param description what it does, as one plain sentence
 */
record SpecifiedProperty(String name, PropertyType type, @Nullable String defaultValue, List<String> values,
		boolean open, String description) {

	/**
	 * Return the name in the form in which names are compared.
	 * @return the name with dots alone
	 */
	String key() {
		return PropertyNames.key(this.name);
	}

	/**
	 * Return whether Spring Boot reads the property by its own rules, and not the SDK's:
	 * in a file, dots and dashes are then not the same.
	 * @return whether it does
	 */
	boolean bound() {
		return SpecifiedProperties.isBound(this.name);
	}

	/**
	 * Return whether the property does something, and is not merely understood.
	 * @return whether it does
	 */
	boolean supported() {
		return this.type != PropertyType.REFUSED && this.type != PropertyType.UNSUPPORTED;
	}

}
