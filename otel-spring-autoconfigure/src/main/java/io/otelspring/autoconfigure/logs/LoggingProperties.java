// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;
import org.springframework.util.Assert;

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
		return Binder.get(environment).bindOrCreate(PREFIX, LoggingProperties.class);
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
			check(traceIdKey);
			check(spanIdKey);
			Assert.isTrue(!traceIdKey.equals(spanIdKey), "Trace id and span id need different MDC names");
		}

		/**
		 * Names with characters that delimit something in a pattern could not be shown.
		 */
		private static void check(String key) {
			Assert.isTrue(!key.isEmpty() && key.chars().noneMatch((c) -> c <= ' ' || "{}(),%".indexOf(c) >= 0),
					() -> "'" + key + "' cannot be used as an MDC name: it is empty or has a blank or one of {}(),%");
		}

		boolean isDefault() {
			return this.traceIdKey.equals(TRACE_ID) && this.spanIdKey.equals(SPAN_ID);
		}

		boolean contains(String key) {
			return key.equals(this.traceIdKey) || key.equals(this.spanIdKey);
		}

	}

}
