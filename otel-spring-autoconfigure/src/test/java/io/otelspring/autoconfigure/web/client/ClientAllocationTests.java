// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client;

import java.lang.management.ManagementFactory;
import java.util.List;

import com.sun.management.ThreadMXBean;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

import io.otelspring.autoconfigure.web.HttpProperties;
import io.otelspring.autoconfigure.web.RedactionProperties;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What recording adds to the allocation of a call.
 */
class ClientAllocationTests {

	private static final int CALLS = 5_000;

	private static final int ROUNDS = 6;

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final CannedRequestFactory canned = new CannedRequestFactory();

	@ParameterizedTest
	@CsvSource({ "true, 2000", "false, 1300" })
	void callsAllocateLittleMore(boolean sampled, long limit) {
		this.canned.remember = false;
		OpenTelemetrySdk sdk = sdk(sampled ? Sampler.alwaysOn() : Sampler.alwaysOff());
		HttpClientTelemetry telemetry = new HttpClientTelemetry(sdk,
				new HttpClientProperties(List.of(), List.of(), List.of("*")), new HttpProperties(Recorded.METHODS),
				new RedactionProperties(List.of(), List.of()));
		HttpClientTracing tracing = new HttpClientTracing(() -> telemetry);
		RestClient.Builder builder = RestClient.builder().requestFactory(this.canned).baseUrl("http://shop.example");
		RestClient bareClient = builder.build();
		RestClient client = tracing.trace(builder.clone()).build();
		RestTemplate bareTemplate = new RestTemplate(this.canned);
		RestTemplate template = new RestTemplate(this.canned);
		tracing.trace(template);
		Span parent = sdk.getTracer("test").spanBuilder("parent").startSpan();
		try (Scope scope = parent.makeCurrent()) {
			assertThat(bytes(() -> call(client)) - bytes(() -> call(bareClient))).isLessThanOrEqualTo(limit);
			assertThat(bytes(() -> call(template)) - bytes(() -> call(bareTemplate))).isLessThanOrEqualTo(limit);
		}
	}

	private static void call(RestClient client) {
		client.get().uri("/orders/{id}", 7).retrieve().toBodilessEntity();
	}

	private static void call(RestTemplate template) {
		template.getForObject("http://shop.example/orders/{id}", String.class, 7);
	}

	// The least of several rounds: compilers and caches come to rest at some point.
	private long bytes(Runnable call) {
		long least = Long.MAX_VALUE;
		for (int round = 0; round < ROUNDS; round++) {
			long before = this.threads.getCurrentThreadAllocatedBytes();
			for (int i = 0; i < CALLS; i++) {
				call.run();
			}
			least = Math.min(least, (this.threads.getCurrentThreadAllocatedBytes() - before) / CALLS);
		}
		return least;
	}

	private static OpenTelemetrySdk sdk(Sampler sampler) {
		return OpenTelemetrySdk.builder()
			.setTracerProvider(SdkTracerProvider.builder().setSampler(sampler).addSpanProcessor(new Dropping()).build())
			.setMeterProvider(SdkMeterProvider.builder().registerMetricReader(InMemoryMetricReader.create()).build())
			.setPropagators(ContextPropagators.create(TextMapPropagator
				.composite(W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance())))
			.build();
	}

	private static final class Dropping implements SpanProcessor {

		@Override
		public void onStart(Context parent, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(ReadableSpan span) {
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

}
