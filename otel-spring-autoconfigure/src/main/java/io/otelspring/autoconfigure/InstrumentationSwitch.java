// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

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
		if (environment.getProperty(DISABLED, Boolean.class, false)) {
			return new InstrumentationSwitch(false, DISABLED + " is true");
		}
		String property = "otel.instrumentation." + name + ".enabled";
		Boolean enabled = environment.getProperty(property, Boolean.class);
		if (enabled != null) {
			return new InstrumentationSwitch(enabled, property + " is " + enabled);
		}
		if (!environment.getProperty(DEFAULT_ENABLED, Boolean.class, true)) {
			return new InstrumentationSwitch(false, DEFAULT_ENABLED + " is false");
		}
		return new InstrumentationSwitch(enabledByDefault,
				property + " is not set and " + (enabledByDefault ? "true" : "false") + " by default");
	}

}
