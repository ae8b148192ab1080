// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.redaction;

import io.opentelemetry.api.common.AttributeKey;
import org.jspecify.annotations.Nullable;

/**
 * Has the last word on what leaves of a value. Beans of this type are asked, in their
 * order, for each attribute of spans, their events and links, log records, metrics and
 * the resource, on the thread that exports.
 */
@FunctionalInterface
public interface RedactionCustomizer {

	/**
	 * Return what leaves in the place of a value. Where an exception is thrown, or
	 * something is returned that does not fit the key, the attribute is left out.
	 * @param key the name and the type of the attribute
	 * @param value the value, after everything that properties ask for
	 * @return the value itself, another one of the same type, or {@code null} to leave
	 * the attribute out
	 */
	@Nullable Object redact(AttributeKey<?> key, Object value);

}
