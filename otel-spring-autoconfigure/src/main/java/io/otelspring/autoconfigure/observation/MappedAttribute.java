// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation;

import java.util.List;
import java.util.function.Function;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.opentelemetry.api.common.AttributeKey;
import org.jspecify.annotations.Nullable;

/**
 * An attribute and where its value comes from.
 *
 * @param <C> the type of the observation's context
 */
final class MappedAttribute<C extends Observation.Context> {

	private static final String UNKNOWN = "unknown";

	private final AttributeKey<Object> key;

	private final Function<? super C, ? extends @Nullable Object> getter;

	@SuppressWarnings("unchecked")
	MappedAttribute(AttributeKey<?> key, Function<? super C, ? extends @Nullable Object> getter) {
		this.key = (AttributeKey<Object>) key;
		this.getter = getter;
	}

	static <C extends Observation.Context> MappedAttribute<C> ofKeyValue(AttributeKey<?> key, String name) {
		return new MappedAttribute<>(key, (context) -> {
			KeyValue found = context.getLowCardinalityKeyValue(name);
			found = (found != null) ? found : context.getHighCardinalityKeyValue(name);
			return (found != null) ? convert(key, found.getValue()) : null;
		});
	}

	AttributeKey<Object> key() {
		return this.key;
	}

	/**
	 * Read the value. What the application's or the library's code throws here is not the
	 * observed code's fault.
	 * @param context the observation's context
	 * @return the value, or {@code null} if there is none
	 */
	@Nullable Object value(C context) {
		try {
			return this.getter.apply(context);
		}
		catch (Throwable ex) {
			ObservationBridge.failed(ex);
			return null;
		}
	}

	private static @Nullable Object convert(AttributeKey<?> key, String text) {
		if (text.isEmpty() || KeyValue.NONE_VALUE.equalsIgnoreCase(text) || UNKNOWN.equalsIgnoreCase(text)) {
			return null;
		}
		try {
			return switch (key.getType()) {
				case STRING -> text;
				case LONG -> Long.valueOf(text);
				case DOUBLE -> Double.valueOf(text);
				case BOOLEAN -> Boolean.valueOf(text);
				case STRING_ARRAY -> List.of(text);
				default -> null;
			};
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

}
