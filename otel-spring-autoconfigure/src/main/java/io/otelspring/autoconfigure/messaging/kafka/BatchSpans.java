// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.kafka;

import java.util.function.Supplier;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.listener.CompositeBatchInterceptor;

/**
 * Records each batch that a container's listener processes, round the application's own
 * interceptor. The context of a batch that failed stays current while the container
 * handles the error.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
final class BatchSpans<K, V> extends CompositeBatchInterceptor<K, V> {

	private final ListenerTelemetry telemetry;

	private final Supplier<@Nullable BrokerAddress> address;

	@SafeVarargs
	private BatchSpans(ListenerTelemetry telemetry, Supplier<@Nullable BrokerAddress> address,
			BatchInterceptor<K, V>... own) {
		super(own);
		this.telemetry = telemetry;
		this.address = address;
	}

	static <K, V> BatchSpans<K, V> around(@Nullable BatchInterceptor<K, V> own, ListenerTelemetry telemetry,
			Supplier<@Nullable BrokerAddress> address) {
		return (own != null) ? new BatchSpans<>(telemetry, address, own) : new BatchSpans<>(telemetry, address);
	}

	@Override
	public @Nullable ConsumerRecords<K, V> intercept(ConsumerRecords<K, V> records, Consumer<K, V> consumer) {
		this.telemetry.start(this, records, consumer, this.address);
		try {
			return super.intercept(records, consumer);
		}
		catch (RuntimeException | Error ex) {
			failed(ex);
			throw ex;
		}
	}

	@Override
	public void success(ConsumerRecords<K, V> records, Consumer<K, V> consumer) {
		try {
			super.success(records, consumer);
		}
		finally {
			this.telemetry.finish(this);
		}
	}

	@Override
	public void failure(ConsumerRecords<K, V> records, Exception exception, Consumer<K, V> consumer) {
		failed(exception);
		super.failure(records, exception, consumer);
	}

	private void failed(Throwable failure) {
		this.telemetry.failed(this, failure, () -> {
		});
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
