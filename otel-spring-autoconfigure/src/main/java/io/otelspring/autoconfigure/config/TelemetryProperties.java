// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.ConfigurableEnvironment;

import io.otelspring.autoconfigure.Finding;

/**
 * The {@code otel.*} properties of an application: collected from its Environment with
 * Boot's precedence, checked against the catalogue, and in the form that the SDK reads.
 */
public final class TelemetryProperties {

	private static final String BACKENDS = "otel.backends.";

	private final Map<String, ConfiguredValue> values;

	private final List<UnknownKey> unknown;

	private final List<Finding> findings;

	private final List<Backend> backends;

	TelemetryProperties(Map<String, ConfiguredValue> values, List<Backend> backends, List<UnknownKey> unknown,
			List<Finding> findings) {
		this.backends = backends;
		this.values = Collections.unmodifiableMap(values);
		this.unknown = unknown;
		this.findings = findings;
	}

	/**
	 * Read and check the properties of an Environment.
	 * @param environment the Environment
	 * @return its properties
	 * @throws InvalidTelemetryPropertyException if one has a value that it cannot have
	 */
	public static TelemetryProperties from(ConfigurableEnvironment environment) {
		return PropertyReading.of(environment);
	}

	/**
	 * Return the properties as the SDK's configuration reads them.
	 * @return values by name
	 */
	public Map<String, String> asMap() {
		Map<String, String> map = new LinkedHashMap<>();
		this.values.forEach((name, value) -> map.put(name, value.value()));
		return map;
	}

	/**
	 * Return every property that has a value, with its origin.
	 * @return the values by name
	 */
	public Map<String, ConfiguredValue> values() {
		return this.values;
	}

	/**
	 * Return every property that has a value, the specified ones with their defaults. A
	 * backend's defaults are there if it is named.
	 * @return the values by the names as they are written
	 */
	public Map<String, ConfiguredValue> effective() {
		Map<String, ConfiguredValue> effective = new LinkedHashMap<>();
		this.values.values().forEach((value) -> effective.put(value.name(), value));
		for (SpecifiedProperty property : SpecifiedProperties.all()) {
			if (property.defaultValue() != null && !isOfOtherBackend(property.name())) {
				effective.putIfAbsent(property.name(),
						new ConfiguredValue(property.name(), property.defaultValue(), DerivedOrigin.DEFAULT));
			}
		}
		return effective;
	}

	private boolean isOfOtherBackend(String name) {
		return name.startsWith(BACKENDS)
				&& this.backends.stream().noneMatch((backend) -> name.startsWith(BACKENDS + backend.name() + "."));
	}

	/**
	 * Return a property's value, or its default.
	 * @param name the property
	 * @return the value or {@code null} if there is neither
	 */
	public @Nullable String get(String name) {
		ConfiguredValue value = this.values.get(PropertyNames.key(name));
		if (value != null) {
			return value.value();
		}
		SpecifiedProperty property = SpecifiedProperties.find(name);
		return (property != null) ? property.defaultValue() : null;
	}

	/**
	 * Return a list.
	 * @param name the property
	 * @return its elements, or those of its default
	 */
	public List<String> getList(String name) {
		String value = get(name);
		if (value == null) {
			return List.of();
		}
		return Arrays.stream(value.split(",")).map(String::strip).filter((element) -> !element.isEmpty()).toList();
	}

	/**
	 * Return a map.
	 * @param name the property
	 * @return its entries, with their values decoded
	 */
	public Map<String, String> getMap(String name) {
		String value = get(name);
		return (value != null) ? MapValue.parse(value) : Map.of();
	}

	/**
	 * Read the text form of a map.
	 * @param text entries {@code key=value} separated by commas
	 * @return the entries, with their values decoded
	 */
	public static Map<String, String> entries(String text) {
		return MapValue.parse(text);
	}

	/**
	 * Put values over these.
	 * @param values the values by name, in the form that the SDK reads
	 * @param origin where they come from
	 * @return the properties with these values
	 */
	public TelemetryProperties with(Map<String, String> values, String origin) {
		Map<String, ConfiguredValue> all = new LinkedHashMap<>(this.values);
		values.forEach((name, value) -> all.put(PropertyNames.key(name),
				new ConfiguredValue(name, value, new DerivedOrigin(origin))));
		return new TelemetryProperties(all, this.backends, this.unknown, this.findings);
	}

	/**
	 * Return whether a property is {@code true}.
	 * @param name the property
	 * @return whether it is {@code true}
	 */
	public boolean isTrue(String name) {
		return Boolean.parseBoolean(get(name));
	}

	/**
	 * Return the backends that are named.
	 * @return the backends, none if {@code otel.backend} is not set
	 */
	public List<Backend> backends() {
		return this.backends;
	}

	/**
	 * Return what is configured and not in the catalogue.
	 * @return the keys
	 */
	List<UnknownKey> unknown() {
		return this.unknown;
	}

	/**
	 * Return what is configured in vain.
	 * @return what is to be said about it
	 */
	List<Finding> findings() {
		return this.findings;
	}

	/**
	 * Say where a property's value came from.
	 * @param name the property
	 * @return its origin, or {@code null} if it has no value
	 */
	public @Nullable Origin originOf(String name) {
		ConfiguredValue value = this.values.get(PropertyNames.key(name));
		return (value != null) ? value.origin() : null;
	}

	/**
	 * Refuse a property's value for a reason that the catalogue does not know.
	 * @param name the property
	 * @param reason what is wrong with the value
	 * @return the exception to throw
	 */
	public InvalidTelemetryPropertyException invalid(String name, String reason) {
		return invalid(name, reason, null);
	}

	/**
	 * Refuse a property's value for a reason that the catalogue does not know.
	 * @param name the property
	 * @param reason what is wrong with the value
	 * @param remedy what to write instead, or {@code null} if the catalogue can tell
	 * @return the exception to throw
	 */
	public InvalidTelemetryPropertyException invalid(String name, String reason, @Nullable String remedy) {
		SpecifiedProperty property = SpecifiedProperties.find(name);
		if (property == null) {
			property = new SpecifiedProperty(name, PropertyType.STRING, null, List.of(), false, "");
		}
		ConfiguredValue value = this.values.get(PropertyNames.key(name));
		if (value == null) {
			value = new ConfiguredValue(name, String.valueOf(property.defaultValue()), DerivedOrigin.DEFAULT);
		}
		return new InvalidTelemetryPropertyException(InvalidValue.of(value, property, reason,
				(remedy != null) ? remedy : Remedies.of(property, value.value())));
	}

	/**
	 * Find the property that a failure of the SDK is about. Our own messages in such a
	 * failure begin with the property's name and a colon; their second sentence is what
	 * to write instead.
	 * @param failure what the SDK threw
	 * @return the exception to throw: one that names the property and its origin where
	 * the failure's message does name a property, else the failure itself
	 */
	public RuntimeException explain(RuntimeException failure) {
		String message = String.valueOf(failure.getMessage());
		for (String name : this.values.keySet()) {
			if (message.startsWith(name + ": ")) {
				String reason = message.substring(name.length() + 2);
				int sentence = reason.indexOf(". ");
				return (sentence > 0) ? invalid(name, reason.substring(0, sentence), reason.substring(sentence + 2))
						: invalid(name, reason);
			}
			if (message.contains(name + ":") || message.contains(name + " ") || message.contains(name + "=")) {
				return invalid(name, message);
			}
		}
		return failure;
	}

	/**
	 * Return a time span that the catalogue gives a default.
	 * @param name the property
	 * @return the time span
	 */
	public Duration getDuration(String name) {
		String value = get(name);
		if (value == null) {
			throw new IllegalStateException(name + " has no default");
		}
		long amount = Long.parseLong(value.replaceAll("[a-z]", ""));
		return value.endsWith("ms") ? Duration.ofMillis(amount) : Duration.ofSeconds(amount);
	}

	/**
	 * Return a whole number.
	 * @param name the property
	 * @return the number or {@code null} if there is neither a value nor a default
	 */
	public @Nullable Integer getInteger(String name) {
		String value = get(name);
		return (value != null) ? Integer.valueOf(value) : null;
	}

}
