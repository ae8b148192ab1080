// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.kafka;

import java.lang.ref.WeakReference;
import java.math.BigInteger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.KafkaBackoffException;
import org.springframework.kafka.listener.ListenerExecutionFailedException;
import org.springframework.kafka.listener.TimestampedException;
import org.springframework.kafka.retrytopic.RetryTopicHeaders;
import org.springframework.kafka.support.KafkaUtils;

import io.otelspring.autoconfigure.TelemetrySource;
import io.otelspring.autoconfigure.messaging.MessagingOperation.Type;

/**
 * Records what the threads of consumers process. Nothing here throws.
 */
final class ListenerTelemetry {

	/**
	 * A record of a retry topic that is due so much later, in milliseconds, is certainly
	 * put back; one that is due before that may be, or not.
	 */
	private static final long CERTAINLY_EARLY = 5;

	private final TelemetrySource<KafkaTelemetry> source;

	private final ThreadLocal<ConsumerThread> threads = ThreadLocal.withInitial(ConsumerThread::new);

	private final ResultRegistry results = new ResultRegistry(this::processed);

	ListenerTelemetry(TelemetrySource<KafkaTelemetry> source) {
		this.source = source;
	}

	/**
	 * Return the registry by which the adapters of listeners tell of results.
	 * @return the registry
	 */
	ResultRegistry results() {
		return this.results;
	}

	private @Nullable ObservedProcessing processed() {
		return this.threads.get().processing;
	}

	/**
	 * Begin with a record.
	 * @param owner who begins, and is to finish
	 * @param record the record
	 * @param consumer the consumer
	 * @param address finds the broker's address
	 */
	void start(Object owner, ConsumerRecord<?, ?> record, Consumer<?, ?> consumer,
			Supplier<@Nullable BrokerAddress> address) {
		try {
			ConsumerThread thread = this.threads.get();
			if (!thread.isProcessing(record, owner)) {
				thread.finish();
				KafkaTelemetry telemetry = this.source.get();
				if (telemetry != null && isDue(record)) {
					thread.begin(owner, telemetry.process(thread.client(consumer, address), record));
				}
			}
		}
		catch (Throwable ex) {
			KafkaTelemetry.failed(ex);
		}
	}

	/**
	 * Begin with a batch.
	 * @param owner who begins, and is to finish
	 * @param records the batch
	 * @param consumer the consumer
	 * @param address finds the broker's address
	 */
	void start(Object owner, ConsumerRecords<?, ?> records, Consumer<?, ?> consumer,
			Supplier<@Nullable BrokerAddress> address) {
		try {
			ConsumerThread thread = this.threads.get();
			if (!thread.isProcessing(records, owner)) {
				thread.finish();
				KafkaTelemetry telemetry = this.source.get();
				if (telemetry != null) {
					thread.begin(owner, telemetry.process(thread.client(consumer, address), records));
				}
			}
		}
		catch (Throwable ex) {
			KafkaTelemetry.failed(ex);
		}
	}

	/**
	 * Note a failure. A record that is put back since it is not due has not failed.
	 * @param owner who began
	 * @param failure what was thrown
	 * @param start begins, where the failure came before the interceptors
	 */
	void failed(Object owner, Throwable failure, Runnable start) {
		try {
			Throwable cause = failure;
			while (isWrapper(cause) && cause.getCause() != null) {
				cause = cause.getCause();
			}
			if (cause instanceof KafkaBackoffException) {
				return;
			}
			ConsumerThread thread = this.threads.get();
			if (thread.processing == null) {
				start.run();
			}
			if (thread.processing != null && thread.owner == owner) {
				thread.processing.listenerFailed(cause);
			}
		}
		catch (Throwable ex) {
			KafkaTelemetry.failed(ex);
		}
	}

	/**
	 * Be done with the record or the batch.
	 * @param owner who began
	 */
	void finish(Object owner) {
		try {
			ConsumerThread thread = this.threads.get();
			if (thread.owner == owner) {
				thread.finish();
			}
		}
		catch (Throwable ex) {
			KafkaTelemetry.failed(ex);
		}
	}

	private static boolean isWrapper(Throwable failure) {
		return failure instanceof ListenerExecutionFailedException || failure instanceof TimestampedException;
	}

	// Return whether the listener is about to get the record, and is not told to put it
	// back. Where that is a matter of a few milliseconds they are waited for: to put it
	// back
	// and fetch it again takes longer.
	private static boolean isDue(ConsumerRecord<?, ?> record) {
		Header header = record.headers().lastHeader(RetryTopicHeaders.DEFAULT_HEADER_BACKOFF_TIMESTAMP);
		if (header == null || header.value() == null || header.value().length == 0) {
			return true;
		}
		long due = new BigInteger(header.value()).longValue();
		long early = due - System.currentTimeMillis();
		while (early > 0 && early <= CERTAINLY_EARLY && !Thread.currentThread().isInterrupted()) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(early));
			early = due - System.currentTimeMillis();
		}
		return early <= CERTAINLY_EARLY;
	}

	/**
	 * What is known of a thread that polls a consumer.
	 */
	private static final class ConsumerThread {

		private @Nullable WeakReference<Consumer<?, ?>> consumer;

		private @Nullable KafkaClient client;

		private @Nullable Object owner;

		private @Nullable ObservedProcessing processing;

		// Whether another interceptor of ours has begun with the same.
		private boolean isProcessing(Object subject, Object owner) {
			return this.processing != null && this.processing.subject == subject && this.owner != owner;
		}

		private KafkaClient client(Consumer<?, ?> consumer, Supplier<@Nullable BrokerAddress> address) {
			KafkaClient client = this.client;
			if (client == null || this.consumer == null || this.consumer.get() != consumer) {
				client = new KafkaClient(Type.PROCESS, KafkaClient.idOf(consumer.metrics()),
						KafkaUtils.getConsumerGroupId(), address.get());
				this.client = client;
				this.consumer = new WeakReference<>(consumer);
			}
			return client;
		}

		private void begin(Object owner, ObservedProcessing processing) {
			this.owner = owner;
			this.processing = processing;
			processing.enter();
		}

		private void finish() {
			Processing processing = this.processing;
			if (processing != null) {
				this.processing = null;
				this.owner = null;
				processing.leave();
			}
		}

	}

}
