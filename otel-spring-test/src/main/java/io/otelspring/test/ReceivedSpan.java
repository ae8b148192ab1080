// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A span as it was received.
 *
 * @param name the name
 * @param kind the kind
 * @param traceId the trace id in hexadecimal digits
 * @param spanId the span id in hexadecimal digits
 * @param parentSpanId the parent's span id in hexadecimal digits, empty for a root
 * @param traceState the trace state as a header would carry it
 * @param flags the trace flags in the lower eight bits, above them whether the parent was
 * remote
 * @param startNanos when it began, in nanoseconds since the epoch
 * @param endNanos when it ended, in nanoseconds since the epoch
 * @param attributes the attributes: {@link String}, {@link Long}, {@link Double},
 * {@link Boolean}, or a {@link List} of them
 * @param events the events
 * @param links the links
 * @param dropped how much the sender has left out
 * @param status the status code
 * @param statusMessage the description of the status, empty where there is none
 * @param scope the instrumentation scope
 * @param resource the attributes of the resource
 */
public record ReceivedSpan(String name, Kind kind, String traceId, String spanId, String parentSpanId,
		String traceState, int flags, long startNanos, long endNanos, Map<String, Object> attributes,
		List<Event> events, List<Link> links, Dropped dropped, StatusCode status, String statusMessage,
		ReceivedScope scope, Map<String, Object> resource) {

	/**
	 * One attribute.
	 * @param key its key
	 * @return its value, or {@code null} where it is missing
	 */
	public @Nullable Object attribute(String key) {
		return this.attributes.get(key);
	}

	/**
	 * Whether no parent is known, neither here nor in the calling process.
	 * @return whether it is a root
	 */
	public boolean isRoot() {
		return this.parentSpanId.isEmpty();
	}

	/**
	 * Whether it was recorded by the sampler's wish.
	 * @return whether the sampled flag is set
	 */
	public boolean isSampled() {
		return (this.flags & 1) != 0;
	}

	/**
	 * Whether another span is its parent.
	 * @param other the other span
	 * @return whether this is a direct child of the other
	 */
	public boolean isChildOf(ReceivedSpan other) {
		return this.traceId.equals(other.traceId) && this.parentSpanId.equals(other.spanId);
	}

	/**
	 * The kinds of spans.
	 */
	public enum Kind {

		/**
		 * The sender named none.
		 */
		UNSPECIFIED,

		/**
		 * Work inside the application.
		 */
		INTERNAL,

		/**
		 * A request that is served.
		 */
		SERVER,

		/**
		 * A request that is made.
		 */
		CLIENT,

		/**
		 * A message that is sent.
		 */
		PRODUCER,

		/**
		 * A message that is processed.
		 */
		CONSUMER

	}

	/**
	 * The status codes of spans.
	 */
	public enum StatusCode {

		/**
		 * Nothing was said.
		 */
		UNSET,

		/**
		 * The application said that it went well.
		 */
		OK,

		/**
		 * It failed.
		 */
		ERROR

	}

	/**
	 * Something that happened in a span.
	 *
	 * @param name the name
	 * @param timeNanos when, in nanoseconds since the epoch
	 * @param attributes the attributes
	 */
	public record Event(String name, long timeNanos, Map<String, Object> attributes) {

	}

	/**
	 * What the sender has left out, for its limits.
	 *
	 * @param attributes how many attributes
	 * @param events how many events
	 * @param links how many links
	 */
	public record Dropped(int attributes, int events, int links) {

	}

	/**
	 * Another span that a span is related to.
	 *
	 * @param traceId the other's trace id in hexadecimal digits
	 * @param spanId the other's span id in hexadecimal digits
	 * @param traceState the other's trace state
	 * @param flags the other's flags
	 * @param attributes the attributes of the link
	 */
	public record Link(String traceId, String spanId, String traceState, int flags, Map<String, Object> attributes) {

	}

}
