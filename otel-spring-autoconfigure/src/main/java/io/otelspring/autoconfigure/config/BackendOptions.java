// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.PropertyResolver;

/**
 * The options of one backend: from its properties {@code otel.backends.<name>.*}, else
 * from the vendor's environment variables, else the preset's defaults.
 */
final class BackendOptions {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}?]+)(\\??)}");

	private static final String BASIC = "basic:";

	private final Preset preset;

	private final Map<String, ConfiguredValue> values;

	private final PropertyResolver environment;

	private final ConfiguredValue named;

	/**
	 * Create the options.
	 * @param preset the backend's preset
	 * @param values the application's properties
	 * @param environment supplies the vendors' environment variables
	 * @param named the property that names the backend
	 */
	BackendOptions(Preset preset, Map<String, ConfiguredValue> values, PropertyResolver environment,
			ConfiguredValue named) {
		this.named = named;
		this.preset = preset;
		this.values = values;
		this.environment = environment;
	}

	/**
	 * Return the property of an option.
	 * @param option the option
	 * @return its name
	 */
	String property(String option) {
		return "otel.backends." + this.preset.name() + "." + option;
	}

	/**
	 * Return what the application sets for this backend alone.
	 * @param option the option
	 * @return the value or {@code null} if there is none
	 */
	@Nullable ConfiguredValue configured(String option) {
		return this.values.get(PropertyNames.key(property(option)));
	}

	@Nullable String get(String option) {
		ConfiguredValue value = given(option);
		if (value == null) {
			String conditional = this.preset.conditionalDefaultOf(option);
			int colon = (conditional != null) ? conditional.indexOf(':') : -1;
			if (conditional != null && given(conditional.substring(0, colon)) != null) {
				return conditional.substring(colon + 1);
			}
			return this.preset.defaultOf(option);
		}
		String text = value.value().strip();
		if (!this.preset.valuesOf(option).isEmpty() && !this.preset.valuesOf(option).contains(text)) {
			throw BackendProblem.unknownValue(property(option), value, this.preset.valuesOf(option));
		}
		String example = this.preset.exampleOf(option, text);
		if (example != null) {
			throw BackendProblem.notLike(property(option), value, example, property("endpoint"));
		}
		if (option.equals("api-key")) {
			checkKey(value, text);
		}
		return text;
	}

	private void checkKey(ConfiguredValue value, String key) {
		VendorKey other = (configured("endpoint") == null) ? VendorKey.notFor(this.preset.name(), key) : null;
		if (other != null) {
			throw BackendProblem.otherKey(property("api-key"), value, other);
		}
		if (!key.chars().allMatch((character) -> character >= ' ' && character < 0x7F)) {
			throw BackendProblem.brokenKey(property("api-key"), value);
		}
	}

	private @Nullable ConfiguredValue given(String option) {
		ConfiguredValue configured = configured(option);
		String variable = this.preset.variable(option);
		if (configured != null || variable.isEmpty()) {
			return configured;
		}
		String value = this.environment.getProperty(variable);
		Origin origin = new DerivedOrigin("environment variable " + variable);
		return (value != null && !value.isBlank()) ? new ConfiguredValue(property(option), value.strip(), origin)
				: null;
	}

	/**
	 * Put options in place of their names.
	 * @param template the text with names
	 * @return the text with values, or {@code null} if an option is not given that need
	 * not be
	 */
	@Nullable String fill(@Nullable String template) {
		if (template == null) {
			return null;
		}
		Matcher placeholder = PLACEHOLDER.matcher(template);
		StringBuilder filled = new StringBuilder();
		while (placeholder.find()) {
			String option = placeholder.group(1);
			String value = get(option);
			if (value == null && !placeholder.group(2).isEmpty()) {
				return null;
			}
			if (value == null) {
				throw BackendProblem.missing(this.named, this.preset, option);
			}
			placeholder.appendReplacement(filled, Matcher.quoteReplacement(value));
		}
		String text = placeholder.appendTail(filled).toString();
		return text.startsWith(BASIC) ? "Basic "
				+ Base64.getEncoder().encodeToString(text.substring(BASIC.length()).getBytes(StandardCharsets.UTF_8))
				: text;
	}

}
