// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which traces are exported for their outcome, though sampling said no.
 *
 * @param errors Whether a trace that began here is exported if one of its spans failed.
 * @param slowerThan A trace that began here is exported if its first span took this long
 * or longer.
 * @param maxSpans Most spans that are held until the first span of their trace ends.
 */
@ConfigurationProperties("otel.traces.keep")
record KeepProperties(@DefaultValue("false") boolean errors, @Nullable Duration slowerThan,
		@DefaultValue("10000") int maxSpans) {

	boolean isOn() {
		return this.errors || this.slowerThan != null;
	}

}
