// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.kafka;

import io.opentelemetry.api.trace.SpanKind;

/**
 * What is done with records. The name and the type that the conventions want are the
 * same.
 */
enum Operation {

	/**
	 * A producer sends a record.
	 */
	SEND("send", SpanKind.PRODUCER),

	/**
	 * A listener processes a record or a batch.
	 */
	PROCESS("process", SpanKind.CONSUMER);

	final String text;

	final SpanKind kind;

	Operation(String text, SpanKind kind) {
		this.text = text;
		this.kind = kind;
	}

}
