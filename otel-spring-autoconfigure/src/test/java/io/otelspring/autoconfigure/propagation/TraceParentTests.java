// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.propagation;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which values of {@code traceparent} are believed.
 */
class TraceParentTests {

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private static final String SPAN_ID = "b7ad6b7169203331";

	private static final String IDS = TRACE_ID + "-" + SPAN_ID;

	@ParameterizedTest
	@CsvSource({ "00,00", "01,01", "02,02", "03,03", "04,00", "05,01", "07,03", "08,00", "10,00", "80,00", "fe,02",
			"ff,03", "f0,00", "0a,02", "0f,03" })
	void flagsThatAreKnownAreKept(String received, String kept) {
		SpanContext span = new Headers().traceParent("00-" + IDS + "-" + received).extract();
		assertThat(span.getTraceId()).isEqualTo(TRACE_ID);
		assertThat(span.getSpanId()).isEqualTo(SPAN_ID);
		assertThat(span.isRemote()).isTrue();
		assertThat(span.getTraceFlags().asHex()).isEqualTo(kept);
		assertThat(Headers.inject(span).all("traceparent")).containsExactly("00-" + IDS + "-" + kept);
		assertThat(TraceParent.bytes(span)).asString(StandardCharsets.US_ASCII).isEqualTo("00-" + IDS + "-" + kept);
	}

	@ParameterizedTest
	@ValueSource(strings = { "01", "0a", "10", "7f", "80", "cc", "fe", "ef" })
	void laterVersionIsReadAsFarAsItIsKnownAndAnsweredInOurs(String version) {
		for (String rest : new String[] { "-01", "-01-", "-01-what-comes-later", "-01-\u00e4\u4e2d", "-fd- " }) {
			SpanContext span = new Headers().traceParent(version + "-" + IDS + rest).extract();
			assertThat(span.getTraceId()).as(rest).isEqualTo(TRACE_ID);
			assertThat(Headers.inject(span).all("traceparent")).containsExactly("00-" + IDS + "-01");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "-01.", "-01.what-comes-later", "-01,", "-010", "-01 -", "-0", "-0-", "-", "", "-0g",
			"-g0", "-0A", "_01", "-0.", "--1" })
	void laterVersionThatDoesNotKeepTheFormIsRefused(String rest) {
		refused("cc-" + IDS + rest);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-", "-00", "-what-comes-later", ".", "0", ",", ",00-" + IDS + "-01", "\u0000", "\n" })
	void nothingMayFollowInVersionZero(String rest) {
		refused("00-" + IDS + "-01" + rest);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ff", "FF", "fF", "0", "", "000", "0000", ".0", "0.", "0-", "-0", "0g", "g0", "0A", "CC",
			" 0", "0 ", "0x", "\u0660\u0660" })
	void versionThatIsNoneIsRefused(String version) {
		refused(version + "-" + IDS + "-01");
	}

	@ParameterizedTest
	@ValueSource(strings = { "00000000000000000000000000000000", "", "0af7651916cd43dd8448eb211c80319",
			"0af7651916cd43dd8448eb211c80319c0", "0AF7651916CD43DD8448EB211C80319C", "0af7651916cd43dd8448eb211c80319C",
			".af7651916cd43dd8448eb211c80319c", "0af7651916cd43dd8448eb211c80319.", "0af7651916cd43dd-8448eb211c8031",
			"0af7651916cd43dg8448eb211c80319c", " af7651916cd43dd8448eb211c80319c",
			"\uffffaf7651916cd43dd8448eb211c80319c", "\u0661af7651916cd43dd8448eb211c80319c" })
	void traceIdThatIsNoneIsRefused(String traceId) {
		refused("00-" + traceId + "-" + SPAN_ID + "-01");
		refused("cc-" + traceId + "-" + SPAN_ID + "-01");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0000000000000000", "", "b7ad6b716920333", "b7ad6b71692033310", "B7AD6B7169203331",
			".7ad6b7169203331", "b7ad6b716920333.", "b7ad6b71-9203331", "g7ad6b7169203331", "b7ad6b716920333\uffff" })
	void spanIdThatIsNoneIsRefused(String spanId) {
		refused("00-" + TRACE_ID + "-" + spanId + "-01");
		refused("cc-" + TRACE_ID + "-" + spanId + "-01");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0", "1", "001", ".0", "0.", "0A", "g0", "-1", "1-", "+1", " 1", "1 1", "\uffff0" })
	void flagsThatAreNoneAreRefused(String flags) {
		refused("00-" + IDS + "-" + flags);
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 35, 52 })
	void dashesStandWhereTheyShould(int index) {
		for (char c : new char[] { '_', ' ', '0', '\u2010', '\uffff' }) {
			StringBuilder header = new StringBuilder("00-" + IDS + "-01");
			header.setCharAt(index, c);
			refused(header.toString());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { " %s", "\t%s", "%s ", "%s\t", "\t %s \t", "    %s    " })
	void spacesAndTabsAroundItMeanNothing(String pattern) {
		assertThat(new Headers().traceParent(pattern.formatted("00-" + IDS + "-01")).extract().getTraceId())
			.isEqualTo(TRACE_ID);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\n%s", "%s\r", "\u00a0%s", "%s\u2003", "\u0000%s", "\"%s\"" })
	void nothingElseAroundItIsIgnored(String pattern) {
		refused(pattern.formatted("00-" + IDS + "-01"));
	}

	@Test
	void everyPrefixIsRefused() {
		String header = "00-" + IDS + "-01";
		for (int length = 0; length < header.length(); length++) {
			refused(header.substring(0, length));
			refused(" ".repeat(60) + header.substring(0, length));
			refused("cc" + header.substring(0, length));
		}
		refused(header.toUpperCase(Locale.ROOT));
	}

	@Test
	void oneDigitIsEnoughForAnId() {
		String header = "00-00000000000000000000000000000001-0000000000000001-00";
		assertThat(new Headers().traceParent(header).extract().isValid()).isTrue();
	}

	@Test
	void flagsOfOthersAreNotSentUnlessTheyAreKnown() {
		SpanContext span = SpanContext.create(TRACE_ID, SPAN_ID, TraceFlags.fromByte((byte) 0xff),
				TraceState.getDefault());
		assertThat(Headers.inject(span).all("traceparent")).containsExactly("00-" + IDS + "-03");
	}

	private static void refused(String header) {
		assertThat(new Headers().traceParent(header).traceState("a=1").extract()).as(header)
			.isSameAs(SpanContext.getInvalid());
	}

}
