// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.propagation;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.opentelemetry.api.trace.SpanContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What of {@code tracestate} is handed on.
 */
class TraceStateHeaderTests {

	private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

	private static final String K256 = "k".repeat(256);

	private static final String V256 = "v".repeat(256);

	@ParameterizedTest
	@MethodSource
	void isHandedOn(String expected, String[] headers) {
		assertThat(throughUs(headers)).isEqualTo(expected);
	}

	static Stream<Arguments> isHandedOn() {
		return Stream.of(
				// one header
				passes("a=1", "a=1"), passes("a=1,b=2,c=3", "a=1,b=2,c=3"), passes("c=1,a=2,b=3", "c=1,a=2,b=3"),
				// several headers, in their order
				passes("a=1,b=2", "a=1", "b=2"), passes("a=1,b=2,c=3,d=4", "a=1,b=2", "c=3", "d=4"),
				// empty headers and members
				passes("a=1", "", "a=1"), passes("a=1", "a=1", ""), passes("a=1,b=2", "a=1", "", " \t", "b=2"),
				passes("a=1", "a=1,"), passes("a=1", ",a=1"), passes("a=1,b=2", "a=1,,b=2"),
				passes("a=1,b=2", ",, ,a=1, ,\t,b=2,,"), passes("a=1", ",".repeat(500) + "a=1" + ",".repeat(500)),
				// spaces and tabs around members
				passes("a=1,b=2,c=3", "a=1 \t , \t b=2, \t c=3"), passes("a=1,b=2", "a=1\t \t,\t \tb=2"),
				passes("a=1", " a=1"), passes("a=1", "\ta=1"), passes("a=1", "a=1 "), passes("a=1", "\t a=1 \t"),
				passes("a= 1,b=  x y", "a= 1  ,b=  x y "),
				// repeated keys: the first is the last written
				passes("a=1", "a=1,a=1"), passes("a=1", "a=1,a=2"), passes("a=1", "a=1", "a=2"),
				passes("a=1,b=2,c=4", "a=1,b=2,a=3", "c=4,b=5"), passes("ab=1,a=2,b=3", "ab=1,a=2,b=3,a=4"),
				passes("a=1,aa=2,a@a=3", "a=1 , aa=2,, a@a=3 , a=4"), passes("b=a=".substring(0, 3), "b=a"),
				// keys
				passes("0=1", "0=1"), passes("9a=1", "9a=1"), passes("0_-*/@z=1", "0_-*/@z=1"), passes("a@=1", "a@=1"),
				passes("a@@b=1", "a@@b=1"), passes("a@b@c=1,d=2", "a@b@c=1,d=2"), passes(K256 + "=1", K256 + "=1"),
				passes("t@" + "v".repeat(254) + "=1", "t@" + "v".repeat(254) + "=1"),
				passes("1".repeat(255) + "@=1", "1".repeat(255) + "@=1"),
				passes("abcdefghijklmnopqrstuvwxyz0123456789_-*/@=1", "abcdefghijklmnopqrstuvwxyz0123456789_-*/@=1"),
				// values
				passes("a=" + everyValueCharacter(), "a=" + everyValueCharacter()), passes("a=" + V256, "a=" + V256),
				passes("a=" + " ".repeat(255) + "v", "a=" + " ".repeat(255) + "v   "), passes("a=!", "a=!"),
				passes("a=~", "a=~"), passes("a=\"quoted\"", "a=\"quoted\""), passes("a=%2C", "a=%2C"),
				// number and length
				passes(members(1, 32), members(1, 32)), passes(members(1, 32), members(1, 20), members(21, 32)),
				passes(members(1, 32), "," + members(1, 16) + ",,,", "", members(17, 32)), passes(wide(32), wide(32)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\t", ",", ",,,", " , \t,", "a", "a=", "=", "=1", "a= ", "a=\t", "a=1,b",
			"a=1,b=", "a=1,=2", "a=1,=", "A=1", "aB=1", "a =1", "a\t=1", "a b=1", "a.b=1", "a:b=1", "_a=1", "-a=1",
			"*a=1", "/a=1", "@a=1", "@=1", "@a=1,b=2", "\u00e4=1", "a\u00e4=1", "\uff41=1", "\uffff=1", "a==1", "a=1=2",
			"a=b=c,d=1", "a=1\tb", "a=1\n", "a=1\r\nb=2", "a=1\u0000", "a=\u007f", "a=\u00e4", "a=\uffff", "a=1;b=2=3",
			"\u00a0a=1", "a=1\u00a0", "a=1,b=2,c", "a=1,a" })
	void isDroppedAndTheParentIsKept(String header) {
		dropped(header);
		dropped("x=1", header.isBlank() ? "=" : header.replaceAll("^[ ,\t]*$", "="));
	}

	@Test
	void isDroppedWhereItIsTooMuch() {
		dropped(members(1, 33));
		dropped(members(1, 20), members(21, 33));
		dropped(members(1, 32) + ",m1=1");
		dropped(K256 + "k=1");
		dropped("a=1", K256 + "k=1");
		dropped("a=" + V256 + "v");
		dropped("a=" + " ".repeat(256) + "v");
	}

	@Test
	void isDroppedWholeWhereverTheWrongMemberStands() {
		for (int i = 0; i < 32; i++) {
			String[] members = members(1, 32).split(",");
			members[i] = "WRONG=1";
			dropped(members);
			dropped(String.join(",", members));
		}
	}

	@Test
	void isNotReadWithoutAParent() {
		assertThat(new Headers().traceState("a=1").extract()).isSameAs(SpanContext.getInvalid());
		assertThat(new Headers().traceParent("").traceState("a=1").extract()).isSameAs(SpanContext.getInvalid());
	}

	@Test
	void comesWithALaterVersionToo() {
		SpanContext span = new Headers().traceParent("cc" + PARENT.substring(2) + "-x").traceState("a=1").extract();
		assertThat(span.getTraceState().get("a")).isEqualTo("1");
	}

	private static void dropped(String... headers) {
		SpanContext span = new Headers().traceParent(PARENT).traceState(headers).extract();
		assertThat(span.isValid()).isTrue();
		assertThat(span.getTraceState().asMap()).as(String.join(" | ", headers)).isEmpty();
		assertThat(span.getTraceState().isEmpty()).isTrue();
		assertThat(Headers.inject(span).all("traceparent")).containsExactly(PARENT);
		assertThat(Headers.inject(span).all("tracestate")).isEmpty();
	}

	private static String throughUs(String... headers) {
		SpanContext span = new Headers().traceParent(PARENT).traceState(headers).extract();
		String value = String.join(" | ", Headers.inject(span).all("tracestate"));
		assertThat(span.getTraceState().size()).isEqualTo(value.split(",").length);
		StringBuilder entries = new StringBuilder();
		span.getTraceState().forEach((key, entry) -> entries.append(',').append(key).append('=').append(entry));
		assertThat(entries.substring(1)).isEqualTo(value);
		return value;
	}

	private static Arguments passes(String expected, String... headers) {
		return Arguments.of(expected, headers);
	}

	private static String members(int from, int to) {
		return IntStream.rangeClosed(from, to).mapToObj((i) -> "m" + i + "=" + i).collect(Collectors.joining(","));
	}

	private static String wide(int count) {
		return IntStream.range(0, count)
			.mapToObj((i) -> "%02d".formatted(i) + "k".repeat(254) + "=" + V256)
			.collect(Collectors.joining(","));
	}

	private static String everyValueCharacter() {
		return IntStream.rangeClosed(' ', '~')
			.filter((c) -> c != ',' && c != '=')
			.mapToObj(Character::toString)
			.collect(Collectors.joining());
	}

}
