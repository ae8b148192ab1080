// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.propagation;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A received trace state in the hands of samplers and applications.
 */
class HeaderTraceStateTests {

	private final TraceState state = HeaderTraceState.parse(" ab=1 ,a= 2,0@x@y=b");

	@Test
	void valuesAreFoundByTheirKeys() {
		assertThat(this.state.get("ab")).isEqualTo("1");
		assertThat(this.state.get("a")).isEqualTo(" 2");
		assertThat(this.state.get("0@x@y")).isEqualTo("b");
		assertThat(this.state.size()).isEqualTo(3);
		assertThat(this.state.isEmpty()).isFalse();
	}

	@Test
	void whatIsNoKeyFindsNothing() {
		for (String key : new String[] { "", "b", "x", "1", "ab=1", "ab=1,a", "=", ",", "0@x@y=b", "0@x@y=", null }) {
			assertThat(this.state.get(key)).as(key).isNull();
		}
	}

	@Test
	void mapKeepsTheOrderAndCannotBeChanged() {
		assertThat(this.state.asMap()).containsExactly(Map.entry("ab", "1"), Map.entry("a", " 2"),
				Map.entry("0@x@y", "b"));
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> this.state.asMap().put("c", "3"));
		this.state.forEach(null);
	}

	@Test
	void equalsByItsMembers() {
		assertThat(this.state).isEqualTo(HeaderTraceState.parse("ab=1,a= 2,,0@x@y=b"))
			.hasSameHashCodeAs(HeaderTraceState.parse("ab=1,a= 2,0@x@y=b"))
			.isNotEqualTo(HeaderTraceState.parse("a= 2,ab=1,0@x@y=b"))
			.isNotEqualTo(TraceState.getDefault());
	}

	@Test
	void whatIsNewOrChangedComesFirst() {
		assertThat(HeaderTraceState.format(this.state.toBuilder().put("new", "n").build()))
			.isEqualTo("new=n,ab=1,a= 2,0@x@y=b");
		assertThat(HeaderTraceState.format(this.state.toBuilder().put("a", "3").build())).isEqualTo("a=3,ab=1,0@x@y=b");
		assertThat(HeaderTraceState.format(this.state.toBuilder().put("a", "3").put("1z", "4").put("a", "5").build()))
			.isEqualTo("a=5,1z=4,ab=1,0@x@y=b");
		assertThat(HeaderTraceState.format(this.state)).isEqualTo("ab=1,a= 2,0@x@y=b");
	}

	@Test
	void whatIsRemovedIsGone() {
		assertThat(HeaderTraceState.format(this.state.toBuilder().remove("ab").remove("b").remove(null).build()))
			.isEqualTo("a= 2,0@x@y=b");
		assertThat(this.state.toBuilder().remove("ab").remove("a").remove("0@x@y").build().isEmpty()).isTrue();
	}

	@Test
	void wrongMembersAreNotAdded() {
		TraceStateBuilder builder = this.state.toBuilder()
			.put(null, "1")
			.put("k", null)
			.put("", "1")
			.put("K", "1")
			.put("k=", "1")
			.put("k,l", "1")
			.put("@k", "1")
			.put("k".repeat(257), "1")
			.put("k", "")
			.put("k", " ")
			.put("k", "1 ")
			.put("k", "1,2")
			.put("k", "1=2")
			.put("k", "\u00e4")
			.put("k", "v".repeat(257));
		assertThat(builder.build()).isEqualTo(this.state);
	}

	@Test
	void lastGivesWayWhereThereAreTooMany() {
		String full = IntStream.rangeClosed(1, 32).mapToObj((i) -> "m" + i + "=" + i).collect(Collectors.joining(","));
		TraceState grown = HeaderTraceState.parse(full).toBuilder().put("new", "n").build();
		assertThat(grown.size()).isEqualTo(32);
		assertThat(HeaderTraceState.format(grown)).startsWith("new=n,m1=1,").endsWith(",m31=31");
		assertThat(HeaderTraceState.parse(full).toBuilder().put("m32", "x").build().size()).isEqualTo(32);
	}

}
