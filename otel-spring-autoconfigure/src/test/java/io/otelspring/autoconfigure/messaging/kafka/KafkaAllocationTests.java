// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.kafka;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.instrumentation.spring.kafka.v2_7.SpringKafkaTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.kafka.listener.RecordInterceptor;

import io.otelspring.autoconfigure.TelemetrySource;
import io.otelspring.autoconfigure.propagation.TraceContextPropagator;
import io.otelspring.test.AllocatedBytes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What recording a record allocates, beside OpenTelemetry's own library. The server's
 * address is left out, as the library has none.
 */
@Tag("allocation")
class KafkaAllocationTests {

	private static final byte[] TRACE_PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".getBytes();

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aSentRecordAllocatesAtMostHalfOfTheLibrarys(boolean sampled) {
		OpenTelemetrySdk sdk = sdk(sampled);
		KafkaTelemetry telemetry = new KafkaTelemetry(sdk, true);
		Producer<String, String> bare = acknowledging();
		Producer<String, String> ours = new RecordingProducer<>(bare, new TelemetrySource<>(() -> telemetry), null);
		Producer<String, String> library = io.opentelemetry.instrumentation.kafkaclients.v2_6.KafkaTelemetry.create(sdk)
			.wrap(bare);
		Span parent = sdk.getTracer("test").spanBuilder("parent").startSpan();
		try (Scope scope = parent.makeCurrent()) {
			compare(() -> send(ours), () -> send(library), () -> send(bare));
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aProcessedRecordAllocatesAtMostHalfOfTheLibrarys(boolean sampled) {
		OpenTelemetrySdk sdk = sdk(sampled);
		KafkaTelemetry telemetry = new KafkaTelemetry(sdk, true);
		Consumer<String, String> consumer = new MockConsumer<>("earliest");
		RecordInterceptor<String, String> bare = (record, client) -> record;
		RecordInterceptor<String, String> ours = RecordSpans.around(null,
				new ListenerTelemetry(new TelemetrySource<>(() -> telemetry)), () -> null);
		RecordInterceptor<String, String> library = SpringKafkaTelemetry.create(sdk).createRecordInterceptor();
		library.setupThreadState(consumer);
		compare(() -> process(ours, consumer), () -> process(library, consumer), () -> process(bare, consumer));
	}

	private static void compare(AllocatedBytes.Call ours, AllocatedBytes.Call library, AllocatedBytes.Call bare) {
		AllocatedBytes bareBytes = AllocatedBytes.of("bare", bare);
		AllocatedBytes ourBytes = AllocatedBytes.of("ours", ours);
		AllocatedBytes theirBytes = AllocatedBytes.of("theirs", library);
		AllocatedBytes.measure(
				() -> assertThat(ourBytes.beyond(bareBytes)).isLessThanOrEqualTo(theirBytes.beyond(bareBytes) / 2),
				bareBytes, ourBytes, theirBytes);
	}

	private static void send(Producer<String, String> producer) {
		producer.send(new ProducerRecord<>("orders", 3, "4711", "payload"), null);
	}

	private static void process(RecordInterceptor<String, String> interceptor, Consumer<String, String> consumer) {
		ConsumerRecord<String, String> record = new ConsumerRecord<>("orders", 3, 42, "4711", "payload");
		record.headers().add("traceparent", TRACE_PARENT);
		interceptor.intercept(record, consumer);
		interceptor.success(record, consumer);
		interceptor.afterRecord(record, consumer);
	}

	@SuppressWarnings("unchecked")
	private static Producer<String, String> acknowledging() {
		RecordMetadata metadata = new RecordMetadata(new TopicPartition("orders", 3), 42, 0, 0, 4, 7);
		Future<RecordMetadata> future = CompletableFuture.completedFuture(metadata);
		return (Producer<String, String>) Proxy.newProxyInstance(Producer.class.getClassLoader(),
				new Class<?>[] { Producer.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("metrics")) {
						return Map.of();
					}
					if (arguments.length > 1 && arguments[1] instanceof Callback callback) {
						callback.onCompletion(metadata, null);
					}
					return future;
				});
	}

	private static OpenTelemetrySdk sdk(boolean sampled) {
		return OpenTelemetrySdk.builder()
			.setTracerProvider(
					SdkTracerProvider.builder().setSampler(sampled ? Sampler.alwaysOn() : Sampler.alwaysOff()).build())
			.setMeterProvider(SdkMeterProvider.builder().registerMetricReader(InMemoryMetricReader.create()).build())
			.setPropagators(ContextPropagators.create(TraceContextPropagator.getInstance()))
			.build();
	}

}
