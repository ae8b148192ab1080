// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.propagation;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.otelspring.autoconfigure.Finding;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BaggagePropagator} and {@link BaggageLimits}.
 */
@ExtendWith(OutputCaptureExtension.class)
class BaggagePropagatorTests {

	private final BaggageLimits limits = new BaggageLimits();

	private final BaggagePropagator propagator = new BaggagePropagator(this.limits);

	@Test
	void carriesBaggageBothWays() {
		Context context = Context.root().with(Baggage.builder().put("tenant.id", "a b").put("user", "7").build());
		Map<String, String> headers = new HashMap<>();
		this.propagator.inject(context, headers, Map::put);
		assertThat(this.propagator.fields()).containsExactly("baggage");
		assertThat(Baggage.fromContext(extract(headers.get("baggage"))).asMap()).hasSize(2)
			.hasEntrySatisfying("tenant.id", (entry) -> assertThat(entry.getValue()).isEqualTo("a b"));
		assertThat(this.limits.findings()).isEmpty();
	}

	@Test
	void requestWithoutBaggageKeepsItsContext() {
		Context context = Context.root();
		assertThat(this.propagator.extract(context, new Headers(), Headers.GETTER)).isSameAs(context);
		this.propagator.inject(context, new HashMap<>(),
				(Map<String, String> map, String key, String value) -> map.put(key, value));
		assertThat(this.limits.findings()).isEmpty();
	}

	@Test
	void tooManyEntriesOfACallerAreCountedAndSaidOnce(CapturedOutput output) {
		for (int i = 0; i < 2; i++) {
			assertThat(Baggage.fromContext(extract(entries(70, 1))).size()).isEqualTo(64);
		}
		assertThat(this.limits.findings()).extracting(Finding::what)
			.containsExactly("Limits of baggage were reached: 12 entries not read, 0 entries not sent");
		assertThat(output.getOut()).containsOnlyOnce("Limits of baggage were reached: 6 entries not read");
	}

	@Test
	void headerThatIsTooLongIsCountedWhole() {
		assertThat(Baggage.fromContext(extract(entries(10, 1000))).isEmpty()).isTrue();
		assertThat(this.limits.findings()).extracting(Finding::what)
			.containsExactly("Limits of baggage were reached: 10 entries not read, 0 entries not sent");
	}

	@Test
	void whatDoesNotFitIntoTheHeaderThatIsSentIsCounted() {
		BaggageBuilder baggage = Baggage.builder();
		IntStream.range(0, 70).forEach((i) -> baggage.put("key" + i, "value"));
		baggage.put("long", "x".repeat(9000));
		Map<String, String> headers = new HashMap<>();
		this.propagator.inject(Context.root().with(baggage.build()), headers, Map::put);
		assertThat(headers.get("baggage").split(",")).hasSize(64);
		assertThat(this.limits.findings()).extracting(Finding::what)
			.containsExactly("Limits of baggage were reached: 0 entries not read, 7 entries not sent");
	}

	@Test
	void wrongMembersAreNoLimit() {
		assertThat(Baggage.fromContext(extract("a=1,,=,b=2,\u0001=3")).asMap()).containsKeys("a");
		assertThat(this.limits.findings()).isEmpty();
	}

	private Context extract(String header) {
		return this.propagator.extract(Context.root(), new Headers().add("baggage", header), Headers.GETTER);
	}

	private static String entries(int count, int length) {
		return IntStream.range(0, count)
			.mapToObj((i) -> "key" + i + "=" + "v".repeat(length))
			.collect(Collectors.joining(","));
	}

}
