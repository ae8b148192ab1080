// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * Checks a value against the catalogue, and brings it into the form that the SDK reads.
 */
final class PropertyValidation {

	private static final int HIGHEST_PORT = 65_535;

	private static final char DELETE = 0x7F;

	private static final String HEADER_NAME_DELIMITERS = "\"(),/:;<=>?@[\\]{}";

	private PropertyValidation() {
	}

	/**
	 * Check and convert.
	 * @param property the specified property
	 * @param value its value
	 * @return the value as the SDK reads it
	 * @throws InvalidTelemetryPropertyException if the property cannot have the value
	 */
	static String convert(SpecifiedProperty property, ConfiguredValue value) {
		String text = value.value();
		try {
			return switch (property.type()) {
				case BOOLEAN -> oneOf(property, text.toLowerCase(Locale.ROOT));
				case INTEGER -> property.name().endsWith(".port") ? port(text) : integer(text, 0);
				case COUNT -> integer(text, 1);
				case DURATION -> duration(text);
				case INTERVAL -> interval(text);
				case URL -> url(text);
				case FILE -> file(property, text);
				case LIST -> list(property, text);
				case STRING -> string(property, text);
				case REFUSED -> throw new IllegalArgumentException(reason(property));
				case UNSUPPORTED -> text;
				case MAP -> isHeaders(property) ? headers(text) : text;
			};
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			throw new InvalidTelemetryPropertyException(
					InvalidValue.of(value, property, ex.getMessage(), Remedies.of(property, text)));
		}
	}

	private static String reason(SpecifiedProperty property) {
		String description = property.description();
		return Character.toLowerCase(description.charAt(0)) + description.substring(1, description.length() - 1);
	}

	private static boolean isHeaders(SpecifiedProperty property) {
		return property.name().endsWith(".headers") && !property.name().endsWith(".file.headers");
	}

	private static String string(SpecifiedProperty property, String text) {
		if (property.values().isEmpty() || property.open()) {
			return text;
		}
		return oneOf(property, text.toLowerCase(Locale.ROOT));
	}

	private static String list(SpecifiedProperty property, String text) {
		List<String> names = Arrays.stream(text.split(","))
			.map(String::strip)
			.filter((name) -> !name.isEmpty())
			.toList();
		if (names.size() > 1 && names.contains("none") && property.values().contains("none")) {
			throw new IllegalArgumentException("'none' stands alone, or not at all");
		}
		return String.join(",", names);
	}

	private static String oneOf(SpecifiedProperty property, String text) {
		if (!property.values().contains(text)) {
			throw new IllegalArgumentException("'" + text + "' is not one of the accepted values");
		}
		return text;
	}

	private static String integer(String text, int least) {
		int number = parse(text);
		if (number < least) {
			throw new IllegalArgumentException("it must be " + least + " or more");
		}
		return Integer.toString(number);
	}

	private static String port(String text) {
		if (parse(text) > HIGHEST_PORT) {
			throw new IllegalArgumentException("there is no port above " + HIGHEST_PORT);
		}
		return integer(text, 0);
	}

	private static int parse(String text) {
		try {
			return Integer.parseInt(text);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("'" + text + "' is not a whole number", ex);
		}
	}

	private static String duration(String text) {
		Duration duration = parseDuration(text);
		if (duration == null) {
			throw new IllegalArgumentException("'" + text + "' is not a duration");
		}
		if (duration.isNegative()) {
			throw new IllegalArgumentException("a negative duration makes no sense here");
		}
		return duration.toMillis() + "ms";
	}

	private static String interval(String text) {
		String duration = duration(text);
		if (duration.equals("0ms")) {
			throw new IllegalArgumentException("it must be longer than 0");
		}
		return duration;
	}

	private static @Nullable Duration parseDuration(String text) {
		try {
			return DurationStyle.detectAndParse(text.replace(" ", ""), ChronoUnit.MILLIS);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static String url(String text) {
		try {
			URI uri = new URI(text);
			String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
			if (!scheme.equals("http") && !scheme.equals("https")) {
				throw new IllegalArgumentException("the URL must start with http:// or https://");
			}
			if (uri.getHost() == null) {
				throw new IllegalArgumentException("the URL names no host");
			}
			if (uri.getPort() > HIGHEST_PORT) {
				throw new IllegalArgumentException("there is no port above " + HIGHEST_PORT);
			}
			if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
				throw new IllegalArgumentException("the URL must have neither a query nor a fragment");
			}
			return text;
		}
		catch (URISyntaxException ex) {
			// Without the text, where a password may stand
			throw new IllegalArgumentException("it is not a URL");
		}
	}

	private static String file(SpecifiedProperty property, String text) {
		byte[] content;
		try {
			Path file = Path.of(text);
			if (Files.isDirectory(file)) {
				throw new IllegalArgumentException("it is a directory");
			}
			content = Files.readAllBytes(file);
		}
		catch (InvalidPathException | IOException ex) {
			throw new IllegalArgumentException("there is no such file, or it cannot be read", ex);
		}
		boolean key = property.name().endsWith(".key");
		if (key || property.name().endsWith("certificate")) {
			PemFile.check(key, content);
		}
		return text;
	}

	private static String headers(String text) {
		MapValue.parse(text).forEach((name, value) -> {
			if (!name.chars()
				.allMatch((character) -> character > ' ' && character < DELETE
						&& HEADER_NAME_DELIMITERS.indexOf(character) < 0)) {
				throw new IllegalArgumentException("the name of a header has a character that HTTP does not allow");
			}
			if (!value.chars().allMatch((character) -> character == '\t' || character >= ' ' && character < DELETE)) {
				throw new IllegalArgumentException(
						"the value of header '" + name + "' has a character that HTTP does not allow");
			}
		});
		return text;
	}

}
