// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import org.jspecify.annotations.Nullable;

/**
 * A value that a property cannot have.
 *
 * @param property the name of the property
 * @param shownValue the value, masked where it is a secret
 * @param origin where the value stands
 * @param reason what is wrong with it
 * @param accepted what is accepted, or {@code null} where the reason says it
 * @param remedy what to write instead
 */
record InvalidValue(String property, String shownValue, String origin, String reason, @Nullable String accepted,
		String remedy) {

	/**
	 * Describe a value of a property of the catalogue.
	 * @param value the value and where it came from
	 * @param property the property
	 * @param reason what is wrong with the value
	 * @return the description
	 */
	static InvalidValue of(ConfiguredValue value, SpecifiedProperty property, @Nullable String reason) {
		return of(value, property, reason, null);
	}

	/**
	 * Describe a value of a property of the catalogue, where it is known what was meant.
	 * @param value the value and where it came from
	 * @param property the property
	 * @param reason what is wrong with the value
	 * @param remedy what to write instead, or {@code null} if only what is accepted can
	 * be said
	 * @return the description
	 */
	static InvalidValue of(ConfiguredValue value, SpecifiedProperty property, @Nullable String reason,
			@Nullable String remedy) {
		String accepted = accepted(property);
		return of(property.name(), value.value(), value.origin().toString(),
				(reason != null) ? reason : "not one of the accepted values", accepted, remedy);
	}

	static InvalidValue of(String property, String value, String origin, String reason, @Nullable String accepted,
			@Nullable String remedy) {
		return new InvalidValue(property, Secrets.mask(property, value), origin, reason, accepted,
				(remedy != null) ? remedy : remedy(property, reason, accepted));
	}

	private static String remedy(String property, String reason, @Nullable String accepted) {
		return (accepted != null) ? "Set " + property + " to: " + accepted + "."
				: "Change or remove " + property + ": " + reason + ".";
	}

	/**
	 * Say what a property of the catalogue may be.
	 * @param property the property
	 * @return the accepted values, or {@code null} where they cannot be told
	 */
	private static @Nullable String accepted(SpecifiedProperty property) {
		if (!property.values().isEmpty()) {
			String accepted = String.join(", ", property.values());
			return property.open() ? accepted + ", or a name that an extension on the class path adds" : accepted;
		}
		return switch (property.type()) {
			case INTEGER -> property.name().endsWith(".port") ? "a port, from 0 to 65535" : "a whole number, 0 or more";
			case COUNT -> "a whole number, 1 or more";
			case INTERVAL -> "a duration such as 5s or 1m, longer than 0; a plain number is milliseconds";
			case FILE -> file(property.name());
			case DURATION -> "a duration such as 500ms, 5s or 1m; a plain number is milliseconds";
			case URL -> "an http or https URL such as http://localhost:4318";
			case MAP -> "entries key=value separated by commas, or a YAML map";
			case REFUSED -> "no value";
			default -> null;
		};
	}

	private static String file(String property) {
		if (property.endsWith(".key")) {
			return "the path of a file with a private key, in PEM form";
		}
		return property.endsWith("certificate") ? "the path of a file with certificates, in PEM form"
				: "the path of a file that can be read";
	}

}
