// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.reactive;

import java.util.List;

import io.micrometer.context.ContextRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Hooks;

import io.otelspring.autoconfigure.DroppingSdk;
import io.otelspring.autoconfigure.ReactorContextKey;
import io.otelspring.autoconfigure.TelemetrySource;
import io.otelspring.autoconfigure.web.client.HttpClientTelemetry;
import io.otelspring.autoconfigure.web.client.Recorded;
import io.otelspring.test.AllocatedBytes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What recording adds to the allocation of a call.
 */
@Tag("allocation")
class WebClientAllocationTests {

	// Reactor restores thread locals in the operators below a call, as in any application
	// with the starter.
	@BeforeAll
	static void restoreThreadLocals() {
		ContextRegistry.getInstance()
			.registerThreadLocalAccessor(ReactorContextKey.VALUE, Context::current, Context::makeCurrent,
					() -> Context.root().makeCurrent());
		Hooks.enableAutomaticContextPropagation();
	}

	@ParameterizedTest
	@CsvSource({ "true, 2400", "false, 1900" })
	void callsAllocateLittleMore(boolean sampled, long limit) {
		CannedExchange canned = new CannedExchange();
		canned.remember = false;
		OpenTelemetrySdk sdk = DroppingSdk.propagating(sampled ? Sampler.alwaysOn() : Sampler.alwaysOff());
		HttpClientTelemetry telemetry = Recorded.telemetry(sdk, List.of(), List.of(), List.of("*"));
		WebClient bare = WebClient.builder().clientConnector(canned).baseUrl("http://shop.example").build();
		WebClient traced = new WebClientTracing(new TelemetrySource<>(() -> telemetry)).trace(bare);
		Span parent = sdk.getTracer("test").spanBuilder("parent").startSpan();
		try (Scope scope = parent.makeCurrent()) {
			AllocatedBytes.measureAdded(() -> call(traced), () -> call(bare),
					(added) -> assertThat(added).isLessThanOrEqualTo(limit));
		}
	}

	private static void call(WebClient client) {
		client.get().uri("/orders/{id}", 7).retrieve().toBodilessEntity().block();
	}

}
