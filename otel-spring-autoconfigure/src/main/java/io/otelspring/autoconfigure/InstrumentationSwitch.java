// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.PropertyResolver;

/**
 * Whether an instrumentation is on, and the property that decided. Beans ask by
 * {@link ConditionalOnInstrumentation}; code that runs before there are any asks here.
 *
 * @param on whether the instrumentation is on
 * @param because the property that decided and its value
 */
public record InstrumentationSwitch(boolean on, String because) {

	private static final String DISABLED = "otel.sdk.disabled";

	private static final String DEFAULT_ENABLED = "otel.instrumentation.common.default-enabled";

	/**
	 * Reads the switch of an instrumentation.
	 * @param environment where the properties are
	 * @param name the name of the instrumentation, such as {@code http.server}
	 * @param enabledByDefault whether it is on where no property says anything
	 * @return the decision
	 */
	public static InstrumentationSwitch of(PropertyResolver environment, String name, boolean enabledByDefault) {
		if (Boolean.TRUE.equals(read(environment, DISABLED))) {
			return new InstrumentationSwitch(false, DISABLED + " is true");
		}
		String property = "otel.instrumentation." + name + ".enabled";
		Boolean enabled = read(environment, property);
		if (enabled != null) {
			return new InstrumentationSwitch(enabled, property + " is " + enabled);
		}
		if (Boolean.FALSE.equals(read(environment, DEFAULT_ENABLED))) {
			return new InstrumentationSwitch(false, DEFAULT_ENABLED + " is false");
		}
		return new InstrumentationSwitch(enabledByDefault,
				property + " is not set and " + (enabledByDefault ? "true" : "false") + " by default");
	}

	/**
	 * Read a switch. What is neither true nor false stops the start when all properties
	 * are checked, with a better explanation than a conversion gives.
	 */
	private static @Nullable Boolean read(PropertyResolver environment, String property) {
		String value = environment.getProperty(property);
		if (value == null) {
			return null;
		}
		String text = value.strip();
		return "true".equalsIgnoreCase(text) ? Boolean.TRUE : "false".equalsIgnoreCase(text) ? Boolean.FALSE : null;
	}

}
