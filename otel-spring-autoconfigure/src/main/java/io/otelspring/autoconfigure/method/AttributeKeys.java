// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.util.List;

import io.opentelemetry.api.common.AttributeKey;

/**
 * The typed keys of one attribute whose value may be of any type, made once.
 */
final class AttributeKeys {

	private final String name;

	private final AttributeKey<String> string;

	private final AttributeKey<Long> integral;

	private final AttributeKey<Double> floating;

	private final AttributeKey<Boolean> bool;

	private final AttributeKey<List<String>> strings;

	private final AttributeKey<List<Long>> integrals;

	private final AttributeKey<List<Double>> floatings;

	private final AttributeKey<List<Boolean>> bools;

	AttributeKeys(String name) {
		this.name = name;
		this.string = AttributeKey.stringKey(name);
		this.integral = AttributeKey.longKey(name);
		this.floating = AttributeKey.doubleKey(name);
		this.bool = AttributeKey.booleanKey(name);
		this.strings = AttributeKey.stringArrayKey(name);
		this.integrals = AttributeKey.longArrayKey(name);
		this.floatings = AttributeKey.doubleArrayKey(name);
		this.bools = AttributeKey.booleanArrayKey(name);
	}

	/**
	 * Return the key for a value that {@link AttributeValues} made.
	 * @param value the value
	 * @return the key of its type
	 */
	@SuppressWarnings("unchecked")
	AttributeKey<Object> forValue(Object value) {
		AttributeKey<?> key = (value instanceof List<?> list) ? forList(list) : forScalar(value);
		return (AttributeKey<Object>) key;
	}

	private AttributeKey<?> forScalar(Object value) {
		if (value instanceof String) {
			return this.string;
		}
		if (value instanceof Long) {
			return this.integral;
		}
		return (value instanceof Double) ? this.floating : this.bool;
	}

	private AttributeKey<?> forList(List<?> values) {
		Object first = values.isEmpty() ? "" : values.get(0);
		if (first instanceof String) {
			return this.strings;
		}
		if (first instanceof Long) {
			return this.integrals;
		}
		return (first instanceof Double) ? this.floatings : this.bools;
	}

	@Override
	public String toString() {
		return this.name;
	}

}
