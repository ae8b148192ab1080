// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.unit.DataSize;

/**
 * Says why one of our own properties could not be bound, in the form that all our
 * failures have. What the conversion says itself is left out, since it repeats the value.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class OwnPropertyBindFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		BindException innermost = cause;
		while (innermost.getCause() instanceof BindException next) {
			innermost = next;
		}
		if (!innermost.getName().toString().startsWith("otel.")) {
			return null;
		}
		InvalidValue invalid = (innermost.getCause() instanceof UnboundConfigurationPropertiesException unbound)
				? gap(unbound) : invalid(innermost);
		return new FailureAnalysis(InvalidTelemetryPropertyFailureAnalyzer.description(List.of(invalid)),
				invalid.remedy(), cause);
	}

	private static InvalidValue gap(UnboundConfigurationPropertiesException unbound) {
		ConfigurationProperty property = unbound.getUnboundProperties().iterator().next();
		return InvalidValue.of(property.getName().toString(), OwnPropertyFailureAnalyzer.text(property.getValue()),
				OwnPropertyFailureAnalyzer.origin(property), "an element before it is missing",
				"list elements [0], [1], [2] and so on", "Number the elements without a gap, from 0.");
	}

	private static InvalidValue invalid(BindException failure) {
		ConfigurationProperty property = failure.getProperty();
		String name = (property != null) ? property.getName().toString() : failure.getName().toString();
		String value = (property != null) ? OwnPropertyFailureAnalyzer.text(property.getValue()) : "";
		Class<?> type = failure.getTarget().getType().resolve(Object.class);
		String accepted = accepted(type);
		String reason = (accepted != null) ? "it is not one of these" : reason(failure);
		return InvalidValue.of(name, value, OwnPropertyFailureAnalyzer.origin(property), reason, accepted,
				remedy(name, value, type));
	}

	private static String reason(BindException failure) {
		Throwable root = failure;
		while (root.getCause() != null && root.getCause() != root) {
			root = root.getCause();
		}
		boolean said = root instanceof IllegalArgumentException && root.getClass() == IllegalArgumentException.class
				&& failure.getProperty() == null;
		return said ? String.valueOf(root.getMessage()) : "it cannot be read as " + failure.getTarget().getType();
	}

	private static @Nullable String remedy(String name, String value, Class<?> type) {
		PropertyType like = (type == Duration.class) ? PropertyType.DURATION
				: (type == Boolean.class || type == boolean.class) ? PropertyType.BOOLEAN
						: (isWhole(type)) ? PropertyType.INTEGER : PropertyType.STRING;
		SpecifiedProperty property = new SpecifiedProperty(name, like, null,
				type.isEnum() ? constants(type) : List.of(), false, "");
		return Remedies.of(property, value);
	}

	private static @Nullable String accepted(Class<?> type) {
		if (type.isEnum()) {
			return String.join(", ", constants(type));
		}
		if (type == Duration.class) {
			return "a duration such as 500ms, 5s or 1m; a plain number is milliseconds";
		}
		if (type == DataSize.class) {
			return "a size such as 512KB or 16MB; a plain number is bytes";
		}
		if (type == Boolean.class || type == boolean.class) {
			return "true, false";
		}
		if (isWhole(type)) {
			return "a whole number";
		}
		return (type == Double.class || type == double.class) ? "a number such as 0.25" : null;
	}

	private static boolean isWhole(Class<?> type) {
		return type == Integer.class || type == int.class || type == Long.class || type == long.class;
	}

	private static List<String> constants(Class<?> type) {
		return Arrays.stream(type.getEnumConstants())
			.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
			.collect(Collectors.toList());
	}

}
