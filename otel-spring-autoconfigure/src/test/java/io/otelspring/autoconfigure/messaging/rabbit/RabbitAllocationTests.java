// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.rabbit;

import java.lang.management.ManagementFactory;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.observation.ObservationCollector;
import com.sun.management.ThreadMXBean;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;

import io.otelspring.autoconfigure.TelemetrySource;
import io.otelspring.autoconfigure.messaging.MessagingTelemetry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What sending a message allocates in addition when it is recorded.
 */
class RabbitAllocationTests {

	private static final int WARMUP = 20000;

	private static final int CALLS = 10000;

	private static final long MOST_SAMPLED = 2500;

	private static final long MOST_UNSAMPLED = 1500;

	@Test
	void sendingCostsLittle() throws Exception {
		assertThat(added(Sampler.alwaysOn())).isLessThan(MOST_SAMPLED);
	}

	@Test
	void sendingCostsLessUnsampled() throws Exception {
		assertThat(added(Sampler.alwaysOff())).isLessThan(MOST_UNSAMPLED);
	}

	private static long added(Sampler sampler) throws Exception {
		try (OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
			.setTracerProvider(SdkTracerProvider.builder().setSampler(sampler).build())
			.setMeterProvider(SdkMeterProvider.builder().registerMetricReader(InMemoryMetricReader.create()).build())
			.setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
			.build()) {
			RabbitTelemetry rabbit = new RabbitTelemetry(
					new TelemetrySource<>(() -> new MessagingTelemetry(sdk, "io.otelspring.rabbit")));
			long recorded = allocated(new RecordingCollector(rabbit));
			long bare = allocated(ObservationCollector.NO_OP);
			System.getLogger(RabbitAllocationTests.class.getName())
				.log(System.Logger.Level.INFO, "A message sent: {0} bytes more, {1}", recorded - bare, sampler);
			return recorded - bare;
		}
	}

	private static long allocated(ObservationCollector collector) throws Exception {
		AMQP.Basic.Publish publish = new AMQP.Basic.Publish.Builder().exchange("shop").routingKey("created").build();
		AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder().messageId("id").build();
		byte[] body = new byte[0];
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		for (int i = 0; i < WARMUP; i++) {
			collector.publish((sent) -> {
			}, publish, properties, body, null);
		}
		long before = threads.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < CALLS; i++) {
			collector.publish((sent) -> {
			}, publish, properties, body, null);
		}
		return (threads.getCurrentThreadAllocatedBytes() - before) / CALLS;
	}

}
