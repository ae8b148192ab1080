// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/**
 * Writes the headers of a carrier that holds bytes. A propagator that can make its value
 * as bytes gives it as such, so that no text is made first.
 *
 * @param <C> the type of the carrier
 */
public interface BytesTextMapSetter<C> extends TextMapSetter<C> {

	/**
	 * Write a header.
	 * @param carrier what has the headers
	 * @param key the name of the header
	 * @param value the value, in ASCII, which nobody else has
	 */
	void set(@Nullable C carrier, String key, byte[] value);

}
