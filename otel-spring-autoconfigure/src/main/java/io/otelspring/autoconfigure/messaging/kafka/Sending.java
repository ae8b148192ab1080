// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.kafka;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.messaging.MessagingAttributes;
import io.otelspring.autoconfigure.messaging.MessagingTelemetry;

/**
 * A record on its way to the broker. It is what the producer calls back; the
 * application's own callback runs in the context in which the record was sent.
 */
final class Sending implements Callback {

	private final KafkaTelemetry telemetry;

	/**
	 * Where the record goes, until it is there.
	 */
	private KafkaClient.@Nullable Destination destination;

	private final Context parent;

	/**
	 * The context that the record is to carry.
	 */
	final Context context;

	private final @Nullable Callback callback;

	private final long start = System.nanoTime();

	Sending(KafkaTelemetry telemetry, KafkaClient.Destination destination, Span span, Context parent,
			@Nullable Callback callback) {
		this.telemetry = telemetry;
		this.destination = destination;
		this.parent = parent;
		this.context = parent.with(span);
		this.callback = callback;
	}

	@Override
	public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
		end(metadata, exception);
		Callback callback = this.callback;
		if (callback == null) {
			return;
		}
		if (this.parent == Context.current()) {
			callback.onCompletion(metadata, exception);
			return;
		}
		try (Scope scope = this.parent.makeCurrent()) {
			callback.onCompletion(metadata, exception);
		}
	}

	/**
	 * Note that the record was acknowledged or is lost.
	 * @param metadata where it is
	 * @param error why it is lost
	 */
	void end(@Nullable RecordMetadata metadata, @Nullable Throwable error) {
		KafkaClient.Destination destination = this.destination;
		if (destination == null) {
			return;
		}
		this.destination = null;
		Span span = Span.fromContext(this.context);
		try {
			if (error != null) {
				MessagingTelemetry.describe(span, error);
			}
			else if (metadata != null && span.isRecording()) {
				span.setAttribute(MessagingAttributes.DESTINATION_PARTITION_ID,
						KafkaAttributes.partition(metadata.partition()));
				if (metadata.hasOffset()) {
					span.setAttribute(KafkaAttributes.OFFSET, metadata.offset());
				}
			}
			this.telemetry.sends.record(destination, error, System.nanoTime() - this.start, 1, this.context);
		}
		catch (Throwable ex) {
			KafkaTelemetry.failed(ex);
		}
		finally {
			span.end();
		}
	}

}
