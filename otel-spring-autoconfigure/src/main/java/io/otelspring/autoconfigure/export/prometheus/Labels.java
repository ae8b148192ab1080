// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.prometheus;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import org.jspecify.annotations.Nullable;

/**
 * Attributes as labels, in the form in which they stand between braces.
 */
final class Labels {

	private static final String SCOPE = "otel_scope_";

	private Labels() {
	}

	/**
	 * Return the labels of attributes alone.
	 * @param attributes the attributes
	 * @return the labels
	 */
	static String of(Attributes attributes) {
		return of(attributes, null, null);
	}

	/**
	 * Return the labels of a point.
	 * @param attributes the point's attributes
	 * @param scope who measured, or {@code null} if that is not told
	 * @param reserved a label's name that the format itself uses, or {@code null}
	 * @return the labels
	 */
	static String of(Attributes attributes, @Nullable InstrumentationScopeInfo scope, @Nullable String reserved) {
		Map<String, String> labels = new TreeMap<>();
		// By the order of their keys, since values of keys that become one are put
		// together
		Map<String, Object> sorted = new TreeMap<>();
		attributes.forEach((key, value) -> sorted.put(key.getKey(), value));
		sorted.forEach((key, value) -> put(labels, key, value, reserved));
		if (scope != null) {
			scope(labels, scope);
		}
		StringBuilder text = new StringBuilder(128);
		labels.forEach((name, value) -> append(text, name, value));
		return text.toString();
	}

	private static void put(Map<String, String> labels, String key, Object value, @Nullable String reserved) {
		String name = Names.label(key);
		labels.merge(name.equals(reserved) ? "exported_" + name : name, text(value), (one, two) -> one + ';' + two);
	}

	private static void scope(Map<String, String> labels, InstrumentationScopeInfo scope) {
		for (Map.Entry<AttributeKey<?>, Object> attribute : scope.getAttributes().asMap().entrySet()) {
			labels.put(Names.label(SCOPE + attribute.getKey().getKey()), text(attribute.getValue()));
		}
		labels.put(SCOPE + "name", scope.getName());
		put(labels, "version", scope.getVersion());
		put(labels, "schema_url", scope.getSchemaUrl());
	}

	private static void put(Map<String, String> labels, String name, @Nullable String value) {
		if (value != null) {
			labels.put(SCOPE + name, value);
		}
	}

	/**
	 * Append one label.
	 * @param text where to
	 * @param name the label's name
	 * @param value the label's value
	 */
	static void append(StringBuilder text, String name, String value) {
		if (!text.isEmpty()) {
			text.append(',');
		}
		text.append(name).append("=\"");
		escape(text, value, true);
		text.append('"');
	}

	/**
	 * Append text in which the characters that end a line or a value are escaped.
	 * @param text where to
	 * @param value the text
	 * @param quotes whether a quotation mark ends it
	 */
	static void escape(StringBuilder text, String value, boolean quotes) {
		for (int i = 0; i < value.length(); i++) {
			char character = value.charAt(i);
			if (character == '\n') {
				text.append("\\n");
			}
			else if (character == '\\' || (quotes && character == '"')) {
				text.append('\\').append(character);
			}
			else {
				text.append(character);
			}
		}
	}

	static String text(Object value) {
		if (value instanceof List<?> list) {
			StringBuilder json = new StringBuilder("[");
			for (Object element : list) {
				json.append((json.length() > 1) ? "," : "");
				if (element instanceof String string) {
					json.append('"');
					escape(json, string, true);
					json.append('"');
				}
				else {
					json.append(element);
				}
			}
			return json.append(']').toString();
		}
		return (value instanceof Value<?> complex) ? complex.asString() : value.toString();
	}

}
