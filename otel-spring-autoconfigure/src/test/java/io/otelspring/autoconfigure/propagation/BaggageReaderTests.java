// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.propagation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.otelspring.autoconfigure.Finding;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BaggageReader}: what W3C's Baggage says about members, one case each.
 */
class BaggageReaderTests {

	private static final String[] PIECES = { "a", "key", "=", "=", ",", ",", ";", " ", "\t", "%20", "%C3%A9", "%", "%4",
			"1", "value", "\"", "\\", "(", "\u00e9", "\u0001", "é=%FF", "z=9" };

	static Stream<Arguments> headers() {
		return Stream.of(
				// The specification's own examples
				accepted("key1=value1,key2=value2;property1;property2, key3=value3; propertyKey=propertyValue",
						"key1=value1", "key2=value2;property1;property2", "key3=value3;propertyKey=propertyValue"),
				accepted("userId=alice,serverNode=DF%2028,isProduction=false", "userId=alice", "serverNode=DF 28",
						"isProduction=false"),
				accepted("userId=Am%C3%A9lie,serverNode=DF%2028,isProduction=false", "userId=Amélie",
						"serverNode=DF 28", "isProduction=false"),
				// Members
				accepted("SomeKey=SomeValue", "SomeKey=SomeValue"),
				accepted("SomeKey \t = \t SomeValue \t ; \t SomeProp", "SomeKey=SomeValue;SomeProp"),
				accepted(" a=1 , b=2 ", "a=1", "b=2"), accepted("a=1\t,\tb=2", "a=1", "b=2"),
				accepted("a=1,a=2", "a=2"), accepted("a=1,,b=2,", "a=1", "b=2"), accepted(", \t,"), accepted(""),
				refused("alone", "without '='"), refused("alone;p=1", "without '='"),
				refused("a=1,alone,b=2", "without '='", "a=1", "b=2"),
				// Keys
				accepted("!#$%&'*+-.^_`|~09azAZ=1", "!#$%&'*+-.^_`|~09azAZ=1"),
				accepted("Key=1,key=2", "Key=1", "key=2"), refused("=1", "with an empty key"),
				refused(" \t=1,b=2", "with an empty key", "b=2"), refused("a b=1", "with characters"),
				refused("a(b)=1", "with characters"), refused("\"a\"=1,b=2", "with characters", "b=2"),
				refused("a/b=1", "with characters"), refused("clé=1", "with characters"),
				refused("a\u0000=1", "with characters"),
				// Values
				accepted("a=", "a="), accepted("a= ;p", "a=;p"), accepted("a=b=c", "a=b=c"), accepted("a==", "a=="),
				accepted("a=!#$&'()*+-./:<=>?@[]^_`{|}~", "a=!#$&'()*+-./:<=>?@[]^_`{|}~"),
				refused("a=\"quoted\",b=2", "with characters", "b=2"), refused("a=b c", "with characters"),
				refused("a=b\\c", "with characters"), refused("a=é,b=2", "with characters", "b=2"),
				refused("a=\u007f", "with characters"),
				// Percent-encoding
				accepted("a=%2C%3B%25%5C%22", "a=,;%\\\""), accepted("a=%c3%a9", "a=é"), accepted("a=%FF", "a=\uFFFD"),
				accepted("a=1%E2%82", "a=1\uFFFD"), refused("a=%", "with a percent"),
				refused("a=1%2,b=2", "with a percent", "b=2"), refused("a=%zz,b=2", "with a percent", "b=2"),
				refused("b=2,a=100%;p", "with a percent", "b=2"), refused("a=%\uFF10\uFF10", "with characters"),
				// Properties
				accepted("a=1;p1;p2=v2;p3 = v3", "a=1;p1;p2=v2;p3 = v3"), accepted("a=1;", "a=1"),
				accepted("a=1;p=%20x", "a=1;p= x"), refused("a=1;p=%2,b=2", "with a percent", "b=2"),
				refused("a=1;é,b=2", "with characters", "b=2"));
	}

	private static Arguments accepted(String header, String... entries) {
		return Arguments.of(header, List.of(entries), "");
	}

	private static Arguments refused(String header, String defect, String... entries) {
		return Arguments.of(header, List.of(entries), defect);
	}

	@ParameterizedTest
	@MethodSource("headers")
	void readsEachMember(String header, List<String> entries, String defect) {
		BaggageLosses losses = new BaggageLosses();
		assertThat(read(losses, header)).containsExactlyInAnyOrderElementsOf(entries);
		if (defect.isEmpty()) {
			assertThat(losses.findings()).isEmpty();
		}
		else {
			assertThat(losses.findings()).singleElement()
				.extracting(Finding::what)
				.asString()
				.startsWith("Baggage that was received has malformed members: 1 " + defect)
				.doesNotContain(", ");
		}
	}

	@Test
	void readsAllThatOpenTelemetrysPropagatorReadsOrCountsWhatItDoesNot() {
		Random random = new Random(7);
		BaggageLosses losses = new BaggageLosses();
		int compared = 0;
		for (int i = 0; i < 200_000; i++) {
			StringBuilder header = new StringBuilder();
			for (int pieces = random.nextInt(12); pieces >= 0; pieces--) {
				header.append(PIECES[random.nextInt(PIECES.length)]);
			}
			List<Finding> before = losses.findings();
			BaggageReader reader = new BaggageReader(losses);
			reader.read(header.toString());
			Baggage own = Baggage.fromContext(reader.into(Context.root()));
			if (losses.findings().equals(before)) {
				compared++;
				Headers headers = new Headers().add("baggage", header.toString());
				Context theirs = W3CBaggagePropagator.getInstance().extract(Context.root(), headers, Headers.GETTER);
				assertThat(own.asMap().keySet()).as(header.toString())
					.containsAll(Baggage.fromContext(theirs).asMap().keySet());
			}
		}
		assertThat(compared).isGreaterThan(10_000);
	}

	private static List<String> read(BaggageLosses losses, String header) {
		BaggageReader reader = new BaggageReader(losses);
		reader.read(header);
		List<String> entries = new ArrayList<>();
		Baggage.fromContext(reader.into(Context.root())).forEach((key, entry) -> {
			String properties = entry.getMetadata().getValue();
			entries.add(key + "=" + entry.getValue() + (properties.isEmpty() ? "" : ";" + properties));
		});
		return entries;
	}

}
