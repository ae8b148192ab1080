// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.kafka;

import java.util.function.Supplier;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.CompositeRecordInterceptor;
import org.springframework.kafka.listener.RecordInterceptor;

/**
 * Records each record that a container's listener processes, round the application's own
 * interceptor. It is a composite so that an application that asks a container for its
 * interceptor, to add another one, finds what it can add to.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
final class RecordSpans<K, V> extends CompositeRecordInterceptor<K, V> {

	private final ListenerTelemetry telemetry;

	private final Supplier<@Nullable BrokerAddress> address;

	private volatile boolean alone;

	@SafeVarargs
	private RecordSpans(ListenerTelemetry telemetry, Supplier<@Nullable BrokerAddress> address,
			RecordInterceptor<K, V>... own) {
		super(own);
		this.telemetry = telemetry;
		this.address = address;
		this.alone = own.length == 0;
	}

	static <K, V> RecordSpans<K, V> around(@Nullable RecordInterceptor<K, V> own, ListenerTelemetry telemetry,
			Supplier<@Nullable BrokerAddress> address) {
		return (own != null) ? new RecordSpans<>(telemetry, address, own) : new RecordSpans<>(telemetry, address);
	}

	@Override
	public void addRecordInterceptor(RecordInterceptor<K, V> recordInterceptor) {
		super.addRecordInterceptor(recordInterceptor);
		this.alone = false;
	}

	@Override
	public @Nullable ConsumerRecord<K, V> intercept(ConsumerRecord<K, V> record, Consumer<K, V> consumer) {
		this.telemetry.start(this, record, consumer, this.address);
		if (this.alone) {
			return record;
		}
		try {
			return super.intercept(record, consumer);
		}
		catch (RuntimeException | Error ex) {
			failed(record, consumer, ex);
			throw ex;
		}
	}

	@Override
	public void success(ConsumerRecord<K, V> record, Consumer<K, V> consumer) {
		if (!this.alone) {
			super.success(record, consumer);
		}
	}

	@Override
	public void failure(ConsumerRecord<K, V> record, Exception exception, Consumer<K, V> consumer) {
		failed(record, consumer, exception);
		super.failure(record, exception, consumer);
	}

	private void failed(ConsumerRecord<K, V> record, Consumer<K, V> consumer, Throwable failure) {
		this.telemetry.failed(this, failure, () -> this.telemetry.start(this, record, consumer, this.address));
	}

	@Override
	public void afterRecord(ConsumerRecord<K, V> record, Consumer<K, V> consumer) {
		try {
			if (!this.alone) {
				super.afterRecord(record, consumer);
			}
		}
		finally {
			this.telemetry.finish(this);
		}
	}

	@Override
	public void clearThreadState(Consumer<?, ?> consumer) {
		try {
			super.clearThreadState(consumer);
		}
		finally {
			this.telemetry.finish(this);
		}
	}

}
