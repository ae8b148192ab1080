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
		ConfigurationProperty property = property(cause.getName());
		String name = (property != null) ? cause.getName() : withoutIndex(cause.getName());
		Object value = (property != null) ? property.getValue() : cause.getValue();
		String reason = (cause.getReason() != null) ? cause.getReason() : "it is not accepted";
		int sentence = reason.indexOf(". ");
		String remedy = (sentence > 0) ? reason.substring(sentence + 2) : "Change or remove " + name + ".";
		InvalidValue invalid = InvalidValue.of(name, text(value), origin(cause.getName()), first(reason, sentence),
				null, remedy);
		return new FailureAnalysis(InvalidTelemetryPropertyFailureAnalyzer.description(List.of(invalid)),
				invalid.remedy(), cause);
	}

	private static String first(String reason, int sentence) {
		String first = (sentence > 0) ? reason.substring(0, sentence) : reason;
		return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
	}

	private static String withoutIndex(String name) {
		int bracket = name.indexOf('[');
		return (bracket > 0) ? name.substring(0, bracket) : name;
	}

	private String origin(String name) {
		ConfigurationProperty property = Stream.of(name, withoutIndex(name), withoutIndex(name) + "[0]")
			.map(this::property)
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
		return origin(property);
	}

	private @Nullable ConfigurationProperty property(String name) {
		return (this.environment != null && ConfigurationPropertyName.isValid(name))
				? find(this.environment, ConfigurationPropertyName.of(name)) : null;
	}

	private static @Nullable ConfigurationProperty find(Environment environment, ConfigurationPropertyName name) {
		for (var source : ConfigurationPropertySources.get(environment)) {
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

}
