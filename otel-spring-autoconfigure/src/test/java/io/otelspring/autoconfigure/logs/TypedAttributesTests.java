// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.opentelemetry.api.logs.LogRecordBuilder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link TypedAttributes}.
 */
class TypedAttributesTests {

	private final RecordedLogs logs = new RecordedLogs();

	@Test
	void keepsTheTypeOfSingleValues() {
		assertThat(write("a text", 'c', 42, 7L, (short) 3, (byte) 1, new AtomicLong(9), 1.5d, 2.5f, true))
			.containsExactly(entry("0", "a text"), entry("1", "c"), entry("2", 42L), entry("3", 7L), entry("4", 3L),
					entry("5", 1L), entry("6", 9L), entry("7", 1.5d), entry("8", 2.5d), entry("9", true));
	}

	@Test
	void writesOtherValuesAsText() {
		assertThat(write(TimeUnit.DAYS, new BigDecimal("12.50"), Duration.ofSeconds(5), Map.of("a", 1),
				new byte[] { 1, 2, 3 }))
			.containsExactly(entry("0", "DAYS"), entry("1", "12.50"), entry("2", "PT5S"), entry("3", "{a=1}"),
					entry("4", "AQID"));
	}

	@Test
	void keepsTheTypeOfElements() {
		assertThat(write(List.of("a", "b"), new int[] { 1, 2 }, Set.of(3L), new double[] { 0.5 }, Arrays.asList(1, 2.5),
				new boolean[] { true, false }, new String[] { "x" }))
			.containsExactly(entry("0", List.of("a", "b")), entry("1", List.of(1L, 2L)), entry("2", List.of(3L)),
					entry("3", List.of(0.5)), entry("4", List.of(1d, 2.5d)), entry("5", List.of(true, false)),
					entry("6", List.of("x")));
	}

	@Test
	void writesMixedElementsAsText() {
		assertThat(write(Arrays.asList("a", 1, null), List.of())).containsExactly(entry("0", List.of("a", "1", "null")),
				entry("1", List.of()));
	}

	@Test
	void writesNothingWithoutKeyOrValue() {
		LogRecordBuilder record = this.logs.provider().get("test").logRecordBuilder();
		TypedAttributes.write(record, null, "value");
		TypedAttributes.write(record, "", "value");
		TypedAttributes.write(record, "key", null);
		record.emit();
		assertThat(RecordedLogs.attributes(this.logs.all().get(0))).isEmpty();
	}

	@Test
	void saysSoWhereAValueCannotBeRead() {
		assertThat(write(new Unreadable(), List.of(new Unreadable()))).containsExactly(
				entry("0", "<" + Unreadable.class.getName() + " threw java.lang.IllegalStateException>"),
				entry("1", "<java.util.ImmutableCollections$List12 threw java.lang.IllegalStateException>"));
	}

	private Map<String, Object> write(Object... values) {
		LogRecordBuilder record = this.logs.provider().get("test").logRecordBuilder();
		for (int i = 0; i < values.length; i++) {
			TypedAttributes.write(record, String.valueOf(i), values[i]);
		}
		record.emit();
		return RecordedLogs.attributes(this.logs.all().get(0));
	}

	static class Unreadable {

		@Override
		public String toString() {
			throw new IllegalStateException("not now");
		}

	}

}
