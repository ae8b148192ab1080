// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/**
 * What of a log record is captured.
 *
 * @param captureMdc Names or patterns of the MDC entries that become attributes of the
 * log record. An asterisk stands for any characters.
 * @param captureCode Whether function, file and line of the logging statement become
 * attributes of the log record.
 * @param mdc where the ids of the current span appear in the MDC of a log event
 */
@ConfigurationProperties(LoggingProperties.PREFIX)
record LoggingProperties(@DefaultValue("*") List<String> captureMdc, @DefaultValue("false") boolean captureCode,
		@DefaultValue Mdc mdc) {

	static final String PREFIX = "otel.instrumentation.logging";

	private static final LoggingProperties DEFAULT = new LoggingProperties(List.of("*"), false,
			new Mdc(Mdc.TRACE_ID, Mdc.SPAN_ID));

	private static final List<String> NAMES = List.of("capture-mdc", "capture-mdc[0]", "capture-code",
			"mdc.trace-id-key", "mdc.span-id-key");

	/**
	 * Read the settings before there are beans. Binding takes several milliseconds that
	 * early, so it is not done where there is nothing to bind.
	 * @param environment where the properties are
	 * @return the settings
	 */
	static LoggingProperties of(Environment environment) {
		if (NAMES.stream().noneMatch((name) -> environment.containsProperty(PREFIX + "." + name))) {
			return DEFAULT;
		}
		try {
			return Binder.get(environment).bindOrCreate(PREFIX, LoggingProperties.class);
		}
		catch (BindException ex) {
			// Reported when the bean is bound, with the place where the value stands
			return DEFAULT;
		}
	}

	/**
	 * Names in the MDC.
	 *
	 * @param traceIdKey Name of the trace id in the MDC of a log event.
	 * @param spanIdKey Name of the span id in the MDC of a log event.
	 */
	record Mdc(@DefaultValue(TRACE_ID) String traceIdKey, @DefaultValue(SPAN_ID) String spanIdKey) {

		private static final String TRACE_ID = "traceId";

		private static final String SPAN_ID = "spanId";

		Mdc {
			check("trace-id-key", traceIdKey);
			check("span-id-key", spanIdKey);
			if (traceIdKey.equals(spanIdKey)) {
				throw invalid("span-id-key", spanIdKey, "the trace id has the same name. Choose another name.");
			}
		}

		/**
		 * Names with characters that delimit something in a pattern could not be shown.
		 */
		private static void check(String property, String key) {
			if (key.isEmpty() || key.chars().anyMatch((c) -> c <= ' ' || "{}(),%".indexOf(c) >= 0)) {
				throw invalid(property, key, "a name in the MDC cannot be empty, nor have a blank or one of {}(),%. "
						+ "Set " + PREFIX + ".mdc." + property + " to a name such as trace_id.");
			}
		}

		private static InvalidConfigurationPropertyValueException invalid(String property, String key, String reason) {
			return new InvalidConfigurationPropertyValueException(PREFIX + ".mdc." + property, key, reason);
		}

		boolean isDefault() {
			return this.traceIdKey.equals(TRACE_ID) && this.spanIdKey.equals(SPAN_ID);
		}

		boolean contains(String key) {
			return key.equals(this.traceIdKey) || key.equals(this.spanIdKey);
		}

	}

}
