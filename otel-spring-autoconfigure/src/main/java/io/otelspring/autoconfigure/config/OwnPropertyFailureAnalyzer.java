// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Says what a capability refuses about one of its own properties, in the form that all
 * our failures have.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class OwnPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidConfigurationPropertyValueException> {

	private final @Nullable Environment environment;

	OwnPropertyFailureAnalyzer(@Nullable Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure,
			InvalidConfigurationPropertyValueException cause) {
		if (!cause.getName().startsWith("otel.")) {
			return null;
		}
		String name = cause.getName();
		ConfigurationProperty property = property(name);
		Object value = (property != null) ? property.getValue() : cause.getValue();
		String reason = (cause.getReason() != null) ? stripped(cause.getReason()) : "it is not accepted";
		InvalidValue invalid = InvalidValue.of(name, text(value), origin(property), reason, null,
				"Change or remove " + name + ".");
		return new FailureAnalysis(InvalidTelemetryPropertyFailureAnalyzer.description(List.of(invalid)),
				invalid.remedy(), cause);
	}

	private @Nullable ConfigurationProperty property(String name) {
		if (this.environment == null || !ConfigurationPropertyName.isValid(name)) {
			return null;
		}
		return Stream.of(name, name + "[0]")
			.map(ConfigurationPropertyName::of)
			.map(this::find)
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	private @Nullable ConfigurationProperty find(ConfigurationPropertyName name) {
		for (var source : ConfigurationPropertySources.get(Objects.requireNonNull(this.environment))) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null) {
				return property;
			}
		}
		return null;
	}

	static String origin(@Nullable ConfigurationProperty property) {
		return (property != null && property.getOrigin() != null) ? property.getOrigin().toString() : "unknown";
	}

	static String text(@Nullable Object value) {
		return (value != null) ? String.valueOf(value) : "";
	}

	private static String stripped(String reason) {
		return reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason;
	}

}
