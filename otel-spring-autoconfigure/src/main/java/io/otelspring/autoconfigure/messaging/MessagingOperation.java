// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.semconv.ErrorAttributes;

import io.otelspring.autoconfigure.BoundedCache;

/**
 * What all messages of one destination have in common when they are sent, received or
 * processed. It is made once for each.
 */
public final class MessagingOperation {

	private static final int MAX_ERRORS = 64;

	private final Type type;

	private final String spanName;

	private final Attributes attributes;

	private final Attributes metricAttributes;

	private final BoundedCache<String, Attributes> failed = new BoundedCache<>(MAX_ERRORS, this::failed);

	/**
	 * Create the operation.
	 * @param type what is done
	 * @param template what stands for the destination in names, of low cardinality, or
	 * empty
	 * @param attributes the attributes of the span, to which those of the operation are
	 * added
	 * @param metricAttributes the attributes of the metrics, to which those of the
	 * operation are added
	 */
	public MessagingOperation(Type type, String template, Attributes attributes, Attributes metricAttributes) {
		this.type = type;
		this.spanName = template.isEmpty() ? type.text : type.text + " " + template;
		this.attributes = withType(attributes);
		this.metricAttributes = withType(metricAttributes);
	}

	private Attributes withType(Attributes attributes) {
		return attributes.toBuilder()
			.put(MessagingAttributes.OPERATION_NAME, this.type.text)
			.put(MessagingAttributes.OPERATION_TYPE, this.type.text)
			.build();
	}

	private Attributes failed(String errorType) {
		return this.metricAttributes.toBuilder().put(ErrorAttributes.ERROR_TYPE, errorType).build();
	}

	Type type() {
		return this.type;
	}

	String spanName() {
		return this.spanName;
	}

	Attributes attributes() {
		return this.attributes;
	}

	Attributes metricAttributes() {
		return this.metricAttributes;
	}

	Attributes metricAttributes(String errorType) {
		return this.failed.get(errorType);
	}

	/**
	 * What is done with messages.
	 */
	public enum Type {

		/**
		 * A message is handed to the broker.
		 */
		SEND("send", SpanKind.PRODUCER),

		/**
		 * The application asks for a message.
		 */
		RECEIVE("receive", SpanKind.CLIENT),

		/**
		 * A listener is given messages.
		 */
		PROCESS("process", SpanKind.CONSUMER);

		private final String text;

		private final SpanKind kind;

		Type(String text, SpanKind kind) {
			this.text = text;
			this.kind = kind;
		}

		/**
		 * Return the name of the operation, which is its type too.
		 * @return the name
		 */
		public String text() {
			return this.text;
		}

		/**
		 * Return the kind of spans.
		 * @return the kind
		 */
		public SpanKind kind() {
			return this.kind;
		}

	}

}
