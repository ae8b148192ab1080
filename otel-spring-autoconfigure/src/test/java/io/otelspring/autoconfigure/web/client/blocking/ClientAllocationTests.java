// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.blocking;

import java.util.List;
import java.util.function.LongConsumer;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

import io.otelspring.autoconfigure.DroppingSdk;
import io.otelspring.autoconfigure.TelemetrySource;
import io.otelspring.autoconfigure.web.client.HttpClientTelemetry;
import io.otelspring.autoconfigure.web.client.Recorded;
import io.otelspring.test.AllocatedBytes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What recording adds to the allocation of a call.
 */
@Tag("allocation")
class ClientAllocationTests {

	private final CannedRequestFactory canned = new CannedRequestFactory();

	@ParameterizedTest
	@CsvSource({ "true, 2000", "false, 1300" })
	void callsAllocateLittleMore(boolean sampled, long limit) {
		this.canned.remember = false;
		OpenTelemetrySdk sdk = DroppingSdk.propagating(sampled ? Sampler.alwaysOn() : Sampler.alwaysOff());
		HttpClientTelemetry telemetry = Recorded.telemetry(sdk, List.of(), List.of(), List.of("*"));
		HttpClientTracing tracing = new HttpClientTracing(new TelemetrySource<>(() -> telemetry));
		RestClient.Builder builder = RestClient.builder().requestFactory(this.canned).baseUrl("http://shop.example");
		RestClient bareClient = builder.build();
		RestClient client = tracing.trace(builder.clone()).build();
		RestTemplate bareTemplate = new RestTemplate(this.canned);
		RestTemplate template = new RestTemplate(this.canned);
		tracing.trace(template);
		Span parent = sdk.getTracer("test").spanBuilder("parent").startSpan();
		try (Scope scope = parent.makeCurrent()) {
			LongConsumer claim = (added) -> assertThat(added).isLessThanOrEqualTo(limit);
			AllocatedBytes.measureAdded(() -> call(client), () -> call(bareClient), claim);
			AllocatedBytes.measureAdded(() -> call(template), () -> call(bareTemplate), claim);
		}
	}

	private static void call(RestClient client) {
		client.get().uri("/orders/{id}", 7).retrieve().toBodilessEntity();
	}

	private static void call(RestTemplate template) {
		template.getForObject("http://shop.example/orders/{id}", String.class, 7);
	}

}
