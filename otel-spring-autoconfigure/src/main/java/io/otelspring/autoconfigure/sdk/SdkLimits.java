// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.util.function.IntConsumer;

import io.opentelemetry.sdk.logs.LogLimits;
import io.opentelemetry.sdk.logs.LogLimitsBuilder;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanLimitsBuilder;

import io.otelspring.autoconfigure.config.LengthLimits;
import io.otelspring.autoconfigure.config.TelemetryProperties;

/**
 * The specified limits. The SDK's engine reads only some of them, so all are read here.
 * Where the specification has no limit, one is set that a sane application does not
 * reach.
 */
final class SdkLimits {

	private SdkLimits() {
	}

	static SpanLimits spans(TelemetryProperties properties) {
		SpanLimitsBuilder limits = SpanLimits.builder()
			.setMaxAttributeValueLength(LengthLimits.of(properties).spanValue());
		set(properties, "otel.attribute.count.limit",
				(limit) -> limits.setMaxNumberOfAttributes(limit)
					.setMaxNumberOfAttributesPerEvent(limit)
					.setMaxNumberOfAttributesPerLink(limit));
		set(properties, "otel.span.attribute.count.limit", limits::setMaxNumberOfAttributes);
		set(properties, "otel.span.event.count.limit", limits::setMaxNumberOfEvents);
		set(properties, "otel.span.link.count.limit", limits::setMaxNumberOfLinks);
		set(properties, "otel.event.attribute.count.limit", limits::setMaxNumberOfAttributesPerEvent);
		set(properties, "otel.link.attribute.count.limit", limits::setMaxNumberOfAttributesPerLink);
		return limits.build();
	}

	static LogLimits logs(TelemetryProperties properties) {
		LogLimitsBuilder limits = LogLimits.builder()
			.setMaxAttributeValueLength(LengthLimits.of(properties).logValue());
		set(properties, "otel.attribute.count.limit", limits::setMaxNumberOfAttributes);
		set(properties, "otel.logrecord.attribute.count.limit", limits::setMaxNumberOfAttributes);
		return limits.build();
	}

	private static void set(TelemetryProperties properties, String name, IntConsumer limit) {
		Integer value = properties.getInteger(name);
		if (value != null && properties.originOf(name) != null) {
			limit.accept(value);
		}
	}

}
