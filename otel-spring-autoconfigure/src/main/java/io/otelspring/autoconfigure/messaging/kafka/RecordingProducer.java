// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;

import io.opentelemetry.context.Context;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.ExportThread;
import io.otelspring.autoconfigure.Suppression;
import io.otelspring.autoconfigure.TelemetrySource;
import io.otelspring.autoconfigure.messaging.MessagingOperation.Type;

/**
 * Stands before a producer and records what it sends.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
final class RecordingProducer<K, V> implements Producer<K, V> {

	private final Producer<K, V> producer;

	private final TelemetrySource<KafkaTelemetry> source;

	private final KafkaClient client;

	RecordingProducer(Producer<K, V> producer, TelemetrySource<KafkaTelemetry> source,
			@Nullable BrokerAddress address) {
		this.producer = producer;
		this.source = source;
		this.client = new KafkaClient(Type.SEND, KafkaClient.idOf(producer.metrics()), null, address);
	}

	@Override
	public Future<RecordMetadata> send(ProducerRecord<K, V> record) {
		return send(record, null);
	}

	@Override
	public Future<RecordMetadata> send(ProducerRecord<K, V> record, @Nullable Callback callback) {
		KafkaTelemetry telemetry = this.source.get();
		if (telemetry == null || record == null || ExportThread.isCurrent()) {
			return this.producer.send(record, callback);
		}
		Context context = Context.current();
		if (Suppression.isSuppressed(context)) {
			return this.producer.send(write(telemetry, context, record), callback);
		}
		Sending sending = start(telemetry, record, context, callback);
		if (sending == null) {
			return this.producer.send(record, callback);
		}
		ProducerRecord<K, V> outgoing = write(telemetry, sending.context, record);
		try {
			return this.producer.send(outgoing, sending);
		}
		catch (RuntimeException | Error ex) {
			sending.end(null, ex);
			throw ex;
		}
	}

	private @Nullable Sending start(KafkaTelemetry telemetry, ProducerRecord<K, V> record, Context context,
			@Nullable Callback callback) {
		try {
			return telemetry.send(this.client, record, context, callback);
		}
		catch (RuntimeException ex) {
			KafkaTelemetry.failed(ex);
			return null;
		}
	}

	private static <K, V> ProducerRecord<K, V> write(KafkaTelemetry telemetry, Context context,
			ProducerRecord<K, V> record) {
		try {
			return telemetry.headers.write(context, record);
		}
		catch (RuntimeException ex) {
			KafkaTelemetry.failed(ex);
			return record;
		}
	}

	@Override
	public void initTransactions() {
		this.producer.initTransactions();
	}

	@Override
	public void beginTransaction() {
		this.producer.beginTransaction();
	}

	@Override
	public void sendOffsetsToTransaction(Map<TopicPartition, OffsetAndMetadata> offsets,
			ConsumerGroupMetadata groupMetadata) {
		this.producer.sendOffsetsToTransaction(offsets, groupMetadata);
	}

	@Override
	public void commitTransaction() {
		this.producer.commitTransaction();
	}

	@Override
	public void abortTransaction() {
		this.producer.abortTransaction();
	}

	@Override
	public void registerMetricForSubscription(KafkaMetric metric) {
		this.producer.registerMetricForSubscription(metric);
	}

	@Override
	public void unregisterMetricFromSubscription(KafkaMetric metric) {
		this.producer.unregisterMetricFromSubscription(metric);
	}

	@Override
	public void flush() {
		this.producer.flush();
	}

	@Override
	public List<PartitionInfo> partitionsFor(String topic) {
		return this.producer.partitionsFor(topic);
	}

	@Override
	public Map<MetricName, ? extends Metric> metrics() {
		return this.producer.metrics();
	}

	@Override
	public Uuid clientInstanceId(Duration timeout) {
		return this.producer.clientInstanceId(timeout);
	}

	@Override
	public void close() {
		this.producer.close();
	}

	@Override
	public void close(Duration timeout) {
		this.producer.close(timeout);
	}

	@Override
	public String toString() {
		return this.producer.toString();
	}

}
