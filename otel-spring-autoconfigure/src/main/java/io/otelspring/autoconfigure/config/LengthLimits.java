// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

/**
 * How long texts of telemetry may be, in characters. What is set for one kind comes
 * before what is set for all, and that before the default.
 *
 * @param spanValue longest value of an attribute of spans, their events and links
 * @param logValue longest value of an attribute of log records
 * @param logBody longest body of log records
 */
public record LengthLimits(int spanValue, int logValue, int logBody) {

	private static final String ALL = "otel.attribute.value.length.limit";

	/**
	 * Read the limits.
	 * @param properties the application's properties
	 * @return the limits
	 */
	public static LengthLimits of(TelemetryProperties properties) {
		return new LengthLimits(value(properties, "otel.span.attribute.value.length.limit"),
				value(properties, "otel.logrecord.attribute.value.length.limit"),
				limit(properties, "otel.logrecord.body.length.limit"));
	}

	private static int value(TelemetryProperties properties, String name) {
		return limit(properties, (properties.originOf(name) != null) ? name : ALL);
	}

	private static int limit(TelemetryProperties properties, String name) {
		Integer limit = properties.getInteger(name);
		return (limit != null) ? limit : Integer.MAX_VALUE;
	}

}
