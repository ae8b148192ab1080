// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.kafka;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.LocalSampling;
import io.otelspring.autoconfigure.messaging.MessagingAttributes;
import io.otelspring.autoconfigure.messaging.MessagingMetrics;
import io.otelspring.autoconfigure.messaging.MessagingOperation.Type;

/**
 * Starts the records of what producers and listeners do.
 */
final class KafkaTelemetry {

	static final double NANOS_PER_SECOND = 1_000_000_000;

	private static final String SCOPE = "io.otelspring.kafka";

	private static final Log logger = LogFactory.getLog(KafkaTelemetry.class);

	private static final AtomicBoolean reported = new AtomicBoolean();

	final RecordHeaders headers;

	final Instruments sends;

	private final Tracer tracer;

	private final Instruments processes;

	private final boolean trustSampled;

	KafkaTelemetry(OpenTelemetry openTelemetry, boolean trustSampled) {
		this.headers = new RecordHeaders(openTelemetry.getPropagators().getTextMapPropagator());
		this.tracer = openTelemetry.getTracer(SCOPE);
		Meter meter = openTelemetry.getMeter(SCOPE);
		this.sends = new Instruments(MessagingMetrics.operationDuration(meter), MessagingMetrics.sentMessages(meter));
		this.processes = new Instruments(MessagingMetrics.processDuration(meter),
				MessagingMetrics.consumedMessages(meter));
		this.trustSampled = trustSampled;
	}

	/**
	 * Note that something could not be recorded, which is said aloud once.
	 * @param failure what went wrong
	 */
	static void failed(Throwable failure) {
		if (reported.compareAndSet(false, true)) {
			logger.warn("A Kafka record is not recorded as it should be; further failures are logged at debug level",
					failure);
		}
		else {
			logger.debug("A Kafka record is not recorded as it should be", failure);
		}
	}

	/**
	 * Start to record that a record is sent.
	 * @param producer the producer
	 * @param record the record
	 * @param parent the context that it is sent in
	 * @param callback the application's callback
	 * @return what is to be the callback
	 */
	Sending send(KafkaClient producer, ProducerRecord<?, ?> record, Context parent, @Nullable Callback callback) {
		KafkaClient.Destination destination = producer.destination(record.topic());
		SpanBuilder builder = this.tracer.spanBuilder(destination.spanName())
			.setParent(parent)
			.setSpanKind(Type.SEND.kind());
		boolean bare = isBelowUnsampledSpan(parent);
		if (!bare) {
			destination.describe(builder);
		}
		Span span = builder.startSpan();
		if (span.isRecording()) {
			if (bare) {
				span.setAllAttributes(destination.attributes());
			}
			describe(span, record.key(), record.value());
		}
		return new Sending(this, destination, span, parent, callback);
	}

	/**
	 * Start to record that a record is processed, as a child of what sent it.
	 * @param consumer the consumer
	 * @param record the record
	 * @return what is recorded
	 */
	ObservedProcessing process(KafkaClient consumer, ConsumerRecord<?, ?> record) {
		KafkaClient.Destination destination = consumer.destination(record.topic());
		Context parent = parentOf(consumer, record);
		SpanBuilder builder = this.tracer.spanBuilder(destination.spanName())
			.setParent(parent)
			.setSpanKind(Type.PROCESS.kind());
		destination.describe(builder);
		Span span = builder.startSpan();
		if (span.isRecording()) {
			span.setAttribute(MessagingAttributes.DESTINATION_PARTITION_ID,
					KafkaAttributes.partition(record.partition()));
			span.setAttribute(KafkaAttributes.OFFSET, record.offset());
			describe(span, record.key(), record.value());
		}
		return new ObservedProcessing(this.processes, destination, span, parent, record, 1);
	}

	/**
	 * Start to record that a batch is processed. It has no parent, but links to what sent
	 * its records.
	 * @param consumer the consumer
	 * @param records the batch
	 * @return what is recorded
	 */
	ObservedProcessing process(KafkaClient consumer, ConsumerRecords<?, ?> records) {
		KafkaClient.Destination destination = consumer.destination(topicOf(records));
		SpanBuilder builder = this.tracer.spanBuilder(destination.spanName())
			.setParent(Context.root())
			.setSpanKind(Type.PROCESS.kind())
			.setAttribute(MessagingAttributes.BATCH_MESSAGE_COUNT, (long) records.count());
		destination.describe(builder);
		for (ConsumerRecord<?, ?> record : records) {
			SpanContext link = Span.fromContext(parentOf(consumer, record)).getSpanContext();
			if (link.isValid()) {
				builder.addLink(link);
			}
		}
		Span span = builder.startSpan();
		if (span.isRecording() && records.partitions().size() == 1) {
			span.setAttribute(MessagingAttributes.DESTINATION_PARTITION_ID,
					KafkaAttributes.partition(records.partitions().iterator().next().partition()));
		}
		return new ObservedProcessing(this.processes, destination, span, Context.root(), records, records.count());
	}

	private static @Nullable String topicOf(ConsumerRecords<?, ?> records) {
		String topic = null;
		for (TopicPartition partition : records.partitions()) {
			if (topic != null && !topic.equals(partition.topic())) {
				return null;
			}
			topic = partition.topic();
		}
		return topic;
	}

	private Context parentOf(KafkaClient consumer, ConsumerRecord<?, ?> record) {
		try {
			Context parent = this.headers.read(record, consumer.incoming);
			return (this.trustSampled || parent == Context.root()) ? parent : LocalSampling.require(parent);
		}
		catch (RuntimeException ex) {
			// Anybody can send any header: one that a propagator stumbles over is none.
			return Context.root();
		}
	}

	private static void describe(Span span, @Nullable Object key, @Nullable Object value) {
		if (key instanceof CharSequence || key instanceof Number || key instanceof UUID) {
			span.setAttribute(KafkaAttributes.MESSAGE_KEY, key.toString());
		}
		if (value == null) {
			span.setAttribute(KafkaAttributes.MESSAGE_TOMBSTONE, true);
		}
	}

	// Return whether the sampler has nothing to look at, as it follows a span of this
	// process that is not sampled.
	private static boolean isBelowUnsampledSpan(Context parent) {
		Span span = Span.fromContext(parent);
		SpanContext context = span.getSpanContext();
		return context.isValid() && !context.isSampled() && !context.isRemote() && !span.isRecording();
	}

	/**
	 * What an operation is measured by.
	 *
	 * @param duration how long it takes, in seconds
	 * @param messages how many messages there are
	 */
	record Instruments(DoubleHistogram duration, LongCounter messages) {

		void record(KafkaClient.Destination destination, @Nullable Throwable error, long nanos, long count,
				Context context) {
			Attributes attributes = destination.metricAttributes(error);
			this.duration.record(nanos / NANOS_PER_SECOND, attributes, context);
			this.messages.add(count, attributes, context);
		}

	}

}
