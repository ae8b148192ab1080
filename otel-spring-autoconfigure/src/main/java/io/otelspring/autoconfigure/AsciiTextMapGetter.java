// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;

/**
 * Reads the headers of a carrier that holds bytes. A propagator that does not need a
 * header's value as a string looks at its characters, so that no string is made first.
 *
 * @param <C> the type of the carrier
 */
public interface AsciiTextMapGetter<C> extends TextMapGetter<C> {

	/**
	 * Return the value of a header, the last one of several.
	 * @param carrier what has the headers
	 * @param key the name of the header
	 * @return its characters, a byte each, until the carrier is asked for another header;
	 * {@code null} if there is none
	 */
	@Nullable CharSequence text(@Nullable C carrier, String key);

	/**
	 * Return whether there are several headers of a name.
	 * @param carrier what has the headers
	 * @param key the name of the header
	 * @return whether there are more than one
	 */
	boolean isRepeated(@Nullable C carrier, String key);

}
