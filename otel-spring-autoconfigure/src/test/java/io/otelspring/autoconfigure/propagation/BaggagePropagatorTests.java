// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.propagation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.test.AllocatedBytes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BaggagePropagator} and {@link BaggageLosses}.
 */
@ExtendWith(OutputCaptureExtension.class)
class BaggagePropagatorTests {

	private final BaggageLosses losses = new BaggageLosses();

	private final BaggagePropagator propagator = new BaggagePropagator(this.losses);

	@Test
	void carriesBaggageBothWays() {
		Context context = Context.root().with(Baggage.builder().put("tenant.id", "a b").put("user", "7").build());
		Map<String, String> headers = new HashMap<>();
		this.propagator.inject(context, headers, Map::put);
		assertThat(this.propagator.fields()).containsExactly("baggage");
		assertThat(Baggage.fromContext(extract(headers.get("baggage"))).asMap()).hasSize(2)
			.hasEntrySatisfying("tenant.id", (entry) -> assertThat(entry.getValue()).isEqualTo("a b"));
		assertThat(this.losses.findings()).isEmpty();
	}

	@Test
	void requestWithoutBaggageKeepsItsContext() {
		Context context = Context.root();
		assertThat(this.propagator.extract(context, new Headers(), Headers.GETTER)).isSameAs(context);
		this.propagator.inject(context, new HashMap<>(),
				(Map<String, String> map, String key, String value) -> map.put(key, value));
		assertThat(this.losses.findings()).isEmpty();
	}

	@Test
	void tooManyEntriesOfACallerAreCountedAndSaidOnce(CapturedOutput output) {
		for (int i = 0; i < 2; i++) {
			assertThat(Baggage.fromContext(extract(entries(70, 1))).size()).isEqualTo(64);
		}
		assertThat(this.losses.findings()).extracting(Finding::what)
			.containsExactly("Limits of baggage were reached: 12 entries not read, 0 entries not sent");
		assertThat(output.getOut()).containsOnlyOnce("Limits of baggage were reached: 6 entries not read");
	}

	@Test
	void headerThatIsTooLongIsCountedWhole() {
		assertThat(Baggage.fromContext(extract(entries(10, 1000))).isEmpty()).isTrue();
		assertThat(this.losses.findings()).extracting(Finding::what)
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
		assertThat(this.losses.findings()).extracting(Finding::what)
			.containsExactly("Limits of baggage were reached: 0 entries not read, 7 entries not sent");
	}

	@Test
	void malformedMembersAreCountedByTheirDefectAndSaidOnce(CapturedOutput output) {
		for (int i = 0; i < 2; i++) {
			extract("alone,=secret,a b=c,\u0001=3,d=%4,good=1,e=%zz,f=\u00e9;p,also");
		}
		String what = "Baggage that was received has malformed members: 4 without '=', 2 with an empty key, 6 with "
				+ "characters that may not stand there, 4 with a percent sign that encodes nothing";
		assertThat(this.losses.findings()).extracting(Finding::what).containsExactly(what);
		assertThat(output.getOut()).containsOnlyOnce("Baggage that was received has malformed members: 1 without '='. ")
			.doesNotContain("secret");
	}

	@Test
	void malformedMembersAndLimitsAreTwoFindings() {
		extract(entries(70, 1) + ",wrong");
		extract("wrong");
		assertThat(this.losses.findings()).extracting(Finding::what)
			.containsExactly("Limits of baggage were reached: 7 entries not read, 0 entries not sent",
					"Baggage that was received has malformed members: 1 without '='");
	}

	@Test
	void headersAreAskedForOnce() {
		List<String> asked = new ArrayList<>();
		TextMapGetter<Headers> getter = new TextMapGetter<>() {

			@Override
			public Iterable<String> keys(Headers carrier) {
				return List.of();
			}

			@Override
			public String get(Headers carrier, String key) {
				throw new UnsupportedOperationException();
			}

			@Override
			public Iterator<String> getAll(Headers carrier, String key) {
				asked.add(key);
				return Headers.GETTER.getAll(carrier, key);
			}

		};
		Headers headers = new Headers().add("baggage", "a=1").add("baggage", "").add("baggage", "b=2,a=3");
		Context context = this.propagator.extract(Context.root(), headers, getter);
		assertThat(Baggage.fromContext(context).asMap()).hasSize(2);
		assertThat(Baggage.fromContext(context).getEntryValue("a")).isEqualTo("3");
		assertThat(asked).containsExactly("baggage");
	}

	@Test
	@Tag("allocation")
	void readingAllocatesNoMoreThanOpenTelemetrysPropagator() {
		Headers headers = new Headers().add("baggage", "tenant.id=acme,user=7;p=1,region=eu-central%2D1");
		AllocatedBytes ours = reading("ours", this.propagator, headers);
		AllocatedBytes theirs = reading("theirs", W3CBaggagePropagator.getInstance(), headers);
		AllocatedBytes.measure(() -> assertThat(ours.perCall()).isLessThanOrEqualTo(theirs.perCall()), ours, theirs);
	}

	@Test
	@Tag("allocation")
	void malformedMembersAllocateNothingOfTheirOwn() {
		AllocatedBytes malformed = reading("malformed", this.propagator,
				new Headers().add("baggage", "alone,=1,a b=c,d=%4,e=%zz,f=\u00e9"));
		AllocatedBytes none = reading("none", this.propagator, new Headers().add("baggage", ","));
		AllocatedBytes.measure(() -> assertThat(malformed.perCall()).isEqualTo(none.perCall()), malformed, none);
	}

	private static AllocatedBytes reading(String name, TextMapPropagator propagator, Headers headers) {
		Context root = Context.root();
		return AllocatedBytes.of(name, () -> propagator.extract(root, headers, Headers.GETTER));
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
