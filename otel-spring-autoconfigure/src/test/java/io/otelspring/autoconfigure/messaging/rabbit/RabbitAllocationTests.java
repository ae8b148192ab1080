// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.rabbit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.observation.ObservationCollector;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.otelspring.autoconfigure.TelemetrySource;
import io.otelspring.autoconfigure.messaging.MessagingTelemetry;
import io.otelspring.test.AllocatedBytes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What sending a message allocates in addition when it is recorded.
 */
@Tag("allocation")
class RabbitAllocationTests {

	private static final long MOST_SAMPLED = 1800;

	private static final long MOST_UNSAMPLED = 1500;

	@Test
	void sendingCostsLittle() {
		measure(Sampler.alwaysOn(), MOST_SAMPLED);
	}

	@Test
	void sendingCostsLessUnsampled() {
		measure(Sampler.alwaysOff(), MOST_UNSAMPLED);
	}

	private static void measure(Sampler sampler, long most) {
		try (OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
			.setTracerProvider(SdkTracerProvider.builder().setSampler(sampler).build())
			.setMeterProvider(SdkMeterProvider.builder().registerMetricReader(InMemoryMetricReader.create()).build())
			.setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
			.build()) {
			RabbitTelemetry rabbit = new RabbitTelemetry(
					new TelemetrySource<>(() -> new MessagingTelemetry(sdk, "io.otelspring.rabbit")));
			AllocatedBytes.measureAdded(publishing(new RecordingCollector(rabbit)),
					publishing(ObservationCollector.NO_OP), (added) -> assertThat(added).isLessThan(most));
		}
	}

	private static AllocatedBytes.Call publishing(ObservationCollector collector) {
		AMQP.Basic.Publish publish = new AMQP.Basic.Publish.Builder().exchange("shop").routingKey("created").build();
		AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder().messageId("id").build();
		byte[] body = new byte[0];
		return () -> collector.publish((sent) -> {
		}, publish, properties, body, null);
	}

}
