// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import org.jspecify.annotations.Nullable;

/**
 * A value that a property cannot have.
 *
 * @param value the value and where it came from
 * @param property the specified property
 * @param reason what is wrong with the value, or {@code null} where the accepted values
 * say it
 */
record InvalidValue(ConfiguredValue value, SpecifiedProperty property, @Nullable String reason) {

	String shownValue() {
		return Secrets.mask(this.property.name(), this.value.value());
	}

	String remedy() {
		String accepted = accepted();
		if (accepted != null) {
			return "Set " + this.property.name() + " to: " + accepted + ".";
		}
		return "Change or remove " + this.property.name() + ((this.reason != null) ? ": " + this.reason + "." : ".");
	}

	/**
	 * Say what the property may be.
	 * @return the accepted values, or {@code null} where only the reason says more
	 */
	@Nullable String accepted() {
		if (!this.property.values().isEmpty()) {
			String accepted = String.join(", ", this.property.values());
			return this.property.open() ? accepted + ", or a name that an extension on the class path adds" : accepted;
		}
		return switch (this.property.type()) {
			case INTEGER -> "a whole number, 0 or more";
			case COUNT -> "a whole number, 1 or more";
			case INTERVAL -> "a duration such as 5s or 1m, longer than 0; a plain number is milliseconds";
			case FILE -> "the path of a file that can be read";
			case DURATION -> "a duration such as 500ms, 5s or 1m; a plain number is milliseconds";
			case URL -> "an http or https URL such as http://localhost:4318";
			case MAP -> "entries key=value separated by commas, or a YAML map";
			default -> null;
		};
	}

}
