// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One attribute that is read from an argument or from the return value. Reading never
 * fails the call, whatever the value's own code does.
 */
final class AttributeBinding {

	static final AttributeBinding[] NONE = {};

	private static final Log logger = LogFactory.getLog(AttributeBinding.class);

	private final int argument;

	private final AttributeKeys keys;

	private final @Nullable ValueExpression expression;

	/**
	 * Create a binding.
	 * @param argument the index of the argument, or -1 for the return value
	 * @param key the attribute's key
	 * @param expression what to evaluate on the value, or {@code null} for the value
	 * itself
	 */
	AttributeBinding(int argument, String key, @Nullable ValueExpression expression) {
		this.argument = argument;
		this.keys = new AttributeKeys(key);
		this.expression = expression;
	}

	static void write(AttributeBinding[] bindings, @Nullable Object[] arguments, SpanBuilder target) {
		for (AttributeBinding binding : bindings) {
			Object value = binding.read(arguments[binding.argument]);
			if (value != null) {
				target.setAttribute(binding.keys.forValue(value), value);
			}
		}
	}

	static void write(AttributeBinding[] bindings, @Nullable Object[] arguments, Span target) {
		for (AttributeBinding binding : bindings) {
			binding.write(arguments[binding.argument], target);
		}
	}

	static Attributes attributes(AttributeBinding[] bindings, @Nullable Object[] arguments) {
		if (bindings.length == 1) {
			AttributeBinding binding = bindings[0];
			Object value = binding.read(arguments[binding.argument]);
			return (value != null) ? Attributes.of(binding.keys.forValue(value), value) : Attributes.empty();
		}
		AttributesBuilder attributes = Attributes.builder();
		for (AttributeBinding binding : bindings) {
			Object value = binding.read(arguments[binding.argument]);
			if (value != null) {
				attributes.put(binding.keys.forValue(value), value);
			}
		}
		return attributes.build();
	}

	void write(@Nullable Object source, Span target) {
		Object value = read(source);
		if (value != null) {
			target.setAttribute(this.keys.forValue(value), value);
		}
	}

	private @Nullable Object read(@Nullable Object source) {
		if (source == null || (source instanceof String && this.expression == null)) {
			return source;
		}
		try {
			return AttributeValues.of((this.expression != null) ? this.expression.evaluate(source) : source);
		}
		catch (Throwable ex) {
			logger.debug("The attribute " + this.keys + " could not be read and is left out", ex);
			return null;
		}
	}

	@Override
	public String toString() {
		return this.keys.toString();
	}

}
