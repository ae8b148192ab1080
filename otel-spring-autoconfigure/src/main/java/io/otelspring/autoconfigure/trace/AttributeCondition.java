// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * An attribute that has a certain value when a span starts. A number or a truth value is
 * found as such, or as text.
 */
final class AttributeCondition {

	private final AttributeKey<String> key;

	private final WildcardText text;

	private final @Nullable AttributeKey<?> typedKey;

	private final @Nullable Object typedValue;

	AttributeCondition(String name, String value) {
		this.key = AttributeKey.stringKey(name);
		this.text = new WildcardText(value);
		Long number = number(value);
		if (number != null) {
			this.typedKey = AttributeKey.longKey(name);
			this.typedValue = number;
		}
		else if (value.equals("true") || value.equals("false")) {
			this.typedKey = AttributeKey.booleanKey(name);
			this.typedValue = Boolean.valueOf(value);
		}
		else {
			this.typedKey = null;
			this.typedValue = null;
		}
	}

	private static @Nullable Long number(String value) {
		try {
			return Long.valueOf(value);
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	boolean matches(Attributes attributes) {
		String found = attributes.get(this.key);
		if (found != null) {
			return this.text.matches(found);
		}
		return this.typedKey != null && this.typedValue != null
				&& this.typedValue.equals(attributes.get(this.typedKey));
	}

	boolean isSameAs(AttributeCondition other) {
		return this.key.equals(other.key) && this.text.toString().equals(other.text.toString());
	}

}
