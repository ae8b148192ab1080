// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A log record as it was received.
 *
 * @param body the body, mostly a {@link String}, or {@code null} where it has none
 * @param severityNumber the severity by the specification's numbers, 0 where there is
 * none
 * @param severityText the severity as the source names it
 * @param attributes the attributes
 * @param droppedAttributes how many attributes the sender has left out
 * @param traceId the trace id in hexadecimal digits, empty where there is none
 * @param spanId the span id in hexadecimal digits, empty where there is none
 * @param flags the trace flags in the lower eight bits
 * @param timeNanos when it happened, in nanoseconds since the epoch
 * @param observedTimeNanos when it was seen, in nanoseconds since the epoch
 * @param eventName the name of the event, empty where there is none
 * @param scope the instrumentation scope
 * @param resource the attributes of the resource
 */
public record ReceivedLog(@Nullable Object body, int severityNumber, String severityText,
		Map<String, Object> attributes, int droppedAttributes, String traceId, String spanId, int flags, long timeNanos,
		long observedTimeNanos, String eventName, ReceivedScope scope, Map<String, Object> resource) {

	/**
	 * One attribute.
	 * @param key its key
	 * @return its value, or {@code null} where it is missing
	 */
	public @Nullable Object attribute(String key) {
		return this.attributes.get(key);
	}

}
