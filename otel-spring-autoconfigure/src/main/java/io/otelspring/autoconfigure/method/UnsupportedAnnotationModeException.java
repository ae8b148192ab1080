// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.io.Serial;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;

/**
 * Thrown at start-up where {@code otel.annotations.mode} asks for something that does not
 * exist, or not yet.
 */
final class UnsupportedAnnotationModeException extends RuntimeException {

	static final String PROPERTY = "otel.annotations.mode";

	@Serial
	private static final long serialVersionUID = 1L;

	private final String value;

	private final String origin;

	private UnsupportedAnnotationModeException(@Nullable ConfigurationProperty property) {
		super("Unsupported value of " + PROPERTY);
		this.value = (property != null) ? String.valueOf(property.getValue()) : "";
		this.origin = (property != null && property.getOrigin() != null) ? property.getOrigin().toString() : "unknown";
	}

	/**
	 * Check the configured mode.
	 * @param environment the environment
	 */
	static void check(Environment environment) {
		try {
			Binder.get(environment).bind(PROPERTY, MethodTelemetryProperties.Mode.class);
		}
		catch (BindException ex) {
			// Without the cause, which Boot would analyse in place of this
			throw new UnsupportedAnnotationModeException(find(environment));
		}
	}

	private static @Nullable ConfigurationProperty find(Environment environment) {
		ConfigurationPropertyName name = ConfigurationPropertyName.of(PROPERTY);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null) {
				return property;
			}
		}
		return null;
	}

	boolean isAspectJ() {
		return this.value.strip().equalsIgnoreCase("aspectj");
	}

	String value() {
		return this.value;
	}

	String origin() {
		return this.origin;
	}

}
