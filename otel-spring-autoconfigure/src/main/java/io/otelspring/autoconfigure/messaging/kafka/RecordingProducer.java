// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.kafka;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.Future;

import io.opentelemetry.context.Context;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.ExportThread;
import io.otelspring.autoconfigure.Suppression;

/**
 * Stands before a producer and records what it sends. As a proxy, it has the methods that
 * the interface has in the application's version of Kafka.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
final class RecordingProducer<K, V> implements InvocationHandler {

	private final Producer<K, V> producer;

	private final KafkaTelemetrySource source;

	private final KafkaClient client;

	private RecordingProducer(Producer<K, V> producer, KafkaTelemetrySource source, KafkaClient client) {
		this.producer = producer;
		this.source = source;
		this.client = client;
	}

	@SuppressWarnings("unchecked")
	static <K, V> Producer<K, V> of(Producer<K, V> producer, KafkaTelemetrySource source,
			@Nullable BrokerAddress address) {
		KafkaClient client = new KafkaClient(Operation.SEND, KafkaClient.idOf(producer.metrics()), null, address);
		return (Producer<K, V>) Proxy.newProxyInstance(Producer.class.getClassLoader(), new Class<?>[] { Producer.class },
				new RecordingProducer<>(producer, source, client));
	}

	@Override
	@SuppressWarnings("unchecked")
	public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		if (arguments != null && arguments.length > 0) {
			if (arguments[0] instanceof ProducerRecord<?, ?> record && method.getName().equals("send")) {
				return send((ProducerRecord<K, V>) record, (arguments.length > 1) ? (Callback) arguments[1] : null);
			}
			if (method.getName().equals("equals")) {
				return proxy == arguments[0];
			}
		}
		try {
			return method.invoke(this.producer, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private Future<RecordMetadata> send(ProducerRecord<K, V> record, @Nullable Callback callback) {
		KafkaTelemetry telemetry = this.source.get();
		if (telemetry == null || ExportThread.isCurrent()) {
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

}
