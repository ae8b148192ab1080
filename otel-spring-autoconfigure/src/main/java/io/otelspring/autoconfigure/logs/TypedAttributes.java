// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.LogRecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Writes key-value pairs of a logging statement as attributes that keep their type.
 */
final class TypedAttributes {

	private static final KeyCache<String> STRINGS = new KeyCache<>(AttributeKey::stringKey);

	private static final KeyCache<Long> LONGS = new KeyCache<>(AttributeKey::longKey);

	private static final KeyCache<Double> DOUBLES = new KeyCache<>(AttributeKey::doubleKey);

	private static final KeyCache<Boolean> BOOLEANS = new KeyCache<>(AttributeKey::booleanKey);

	private TypedAttributes() {
	}

	/**
	 * Writes one pair. A value that cannot be read is replaced by a note about that,
	 * since its own code runs here.
	 * @param record where to
	 * @param key its key, ignored if empty
	 * @param value its value, ignored if {@code null}
	 */
	static void write(LogRecordBuilder record, @Nullable String key, @Nullable Object value) {
		if (key == null || key.isEmpty() || value == null) {
			return;
		}
		try {
			writeTyped(record, key, value);
		}
		catch (Exception | LinkageError | StackOverflowError ex) {
			record.setAttribute(STRINGS.get(key),
					"<" + value.getClass().getName() + " threw " + ex.getClass().getName() + ">");
		}
	}

	private static void writeTyped(LogRecordBuilder record, String key, Object value) {
		if (value instanceof String string) {
			record.setAttribute(STRINGS.get(key), string);
		}
		else if (isIntegral(value)) {
			record.setAttribute(LONGS.get(key), ((Number) value).longValue());
		}
		else if (isFloating(value)) {
			record.setAttribute(DOUBLES.get(key), ((Number) value).doubleValue());
		}
		else if (value instanceof Boolean bool) {
			record.setAttribute(BOOLEANS.get(key), bool);
		}
		else if (value instanceof Collection<?> collection) {
			writeList(record, key, new ArrayList<>(collection));
		}
		else if (value instanceof byte[] bytes) {
			record.setAttribute(STRINGS.get(key), Base64.getEncoder().encodeToString(bytes));
		}
		else if (value.getClass().isArray()) {
			writeList(record, key, asList(value));
		}
		else {
			record.setAttribute(STRINGS.get(key), value.toString());
		}
	}

	private static void writeList(LogRecordBuilder record, String key, List<?> values) {
		if (!values.isEmpty() && values.stream().allMatch(TypedAttributes::isIntegral)) {
			record.setAttribute(AttributeKey.longArrayKey(key),
					values.stream().map((value) -> ((Number) value).longValue()).toList());
		}
		else if (!values.isEmpty() && values.stream().allMatch((value) -> isIntegral(value) || isFloating(value))) {
			record.setAttribute(AttributeKey.doubleArrayKey(key),
					values.stream().map((value) -> ((Number) value).doubleValue()).toList());
		}
		else if (!values.isEmpty() && values.stream().allMatch(Boolean.class::isInstance)) {
			record.setAttribute(AttributeKey.booleanArrayKey(key), values.stream().map(Boolean.class::cast).toList());
		}
		else {
			record.setAttribute(AttributeKey.stringArrayKey(key), values.stream().map(String::valueOf).toList());
		}
	}

	private static List<?> asList(Object array) {
		if (array instanceof Object[] objects) {
			return Arrays.asList(objects);
		}
		int length = Array.getLength(array);
		List<Object> values = new ArrayList<>(length);
		for (int i = 0; i < length; i++) {
			values.add(Array.get(array, i));
		}
		return values;
	}

	private static boolean isIntegral(@Nullable Object value) {
		return value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte
				|| value instanceof AtomicLong || value instanceof AtomicInteger;
	}

	private static boolean isFloating(@Nullable Object value) {
		return value instanceof Double || value instanceof Float;
	}

	/**
	 * Keys by name, bounded because names may be made at run time.
	 *
	 * @param <T> the type of the attributes
	 */
	private static final class KeyCache<T> {

		private static final int MAX_KEYS = 1_000;

		private final Map<String, AttributeKey<T>> keys = new ConcurrentHashMap<>();

		private final Function<String, AttributeKey<T>> factory;

		KeyCache(Function<String, AttributeKey<T>> factory) {
			this.factory = factory;
		}

		AttributeKey<T> get(String name) {
			AttributeKey<T> key = this.keys.get(name);
			if (key == null) {
				key = this.factory.apply(name);
				if (this.keys.size() < MAX_KEYS) {
					this.keys.put(name, key);
				}
			}
			return key;
		}

	}

}
