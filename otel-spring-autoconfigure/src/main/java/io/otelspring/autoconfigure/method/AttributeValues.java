// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * Turns what a method was given or returned into what an attribute can hold: a string, a
 * long, a double, a boolean, or a list of one of them.
 */
final class AttributeValues {

	private AttributeValues() {
	}

	/**
	 * Convert a value. The value's own code may run and throw; the caller guards that.
	 * @param value any value
	 * @return what an attribute can hold, or {@code null} where nothing is to be recorded
	 */
	static @Nullable Object of(@Nullable Object value) {
		if (value == null || value instanceof String) {
			return value;
		}
		if (value instanceof Optional<?> optional) {
			return of(optional.orElse(null));
		}
		if (value instanceof Collection<?> collection) {
			return list(collection);
		}
		return value.getClass().isArray() ? array(value) : scalar(value);
	}

	private static @Nullable Object scalar(Object value) {
		if (value instanceof Number number) {
			return number(number);
		}
		if (value instanceof Boolean) {
			return value;
		}
		if (value instanceof Enum<?> constant) {
			return constant.name();
		}
		if (value instanceof OptionalInt optional) {
			return optional.isPresent() ? (Object) (long) optional.getAsInt() : null;
		}
		if (value instanceof OptionalLong optional) {
			return optional.isPresent() ? (Object) optional.getAsLong() : null;
		}
		if (value instanceof OptionalDouble optional) {
			return optional.isPresent() ? (Object) optional.getAsDouble() : null;
		}
		return value.toString();
	}

	// Numbers that neither a long nor a double holds exactly stay text.
	private static @Nullable Object number(Number number) {
		if (number instanceof Long || number instanceof Double) {
			return number;
		}
		if (number instanceof Integer || number instanceof Short || number instanceof Byte
				|| number instanceof AtomicInteger || number instanceof AtomicLong) {
			return number.longValue();
		}
		return (number instanceof Float) ? (Object) number.doubleValue() : number.toString();
	}

	private static @Nullable Object array(Object array) {
		Class<?> component = array.getClass().getComponentType();
		if (component == byte.class || component == char.class) {
			return null;
		}
		if (!component.isPrimitive()) {
			return list(Arrays.asList((Object[]) array));
		}
		int length = Array.getLength(array);
		List<@Nullable Object> values = new ArrayList<>(length);
		for (int i = 0; i < length; i++) {
			values.add(Array.get(array, i));
		}
		return list(values);
	}

	// A list of one type; where the elements differ, they become text.
	private static List<Object> list(Collection<?> collection) {
		List<Object> values = new ArrayList<>(collection.size());
		boolean mixed = false;
		for (Object element : collection) {
			Object value = (element instanceof Optional<?> optional) ? optional.orElse(null) : element;
			Object scalar = (value != null) ? scalar(value) : null;
			if (scalar != null) {
				mixed |= !values.isEmpty() && values.get(0).getClass() != scalar.getClass();
				values.add(scalar);
			}
		}
		if (mixed) {
			values.replaceAll(Object::toString);
		}
		return values;
	}

}
