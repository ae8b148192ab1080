// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.tracecontext;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * What is received and what has to be sent by the specification.
 *
 * @param rule what the specification says
 * @param received the header lines of the request
 * @param continued whether the trace goes on
 * @param flags the flags that are sent, or {@code null} for any
 * @param state the trace state that is sent, or {@code null} for none
 */
record TraceContextCase(String rule, List<String> received, boolean continued, @Nullable String flags,
		@Nullable String state) {

	static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	static final String SPAN_ID = "b7ad6b7169203331";

	private static final String IDS = TRACE_ID + "-" + SPAN_ID;

	private static final String PARENT = "traceparent: 00-" + IDS + "-01";

	static List<TraceContextCase> all() {
		List<TraceContextCase> cases = new ArrayList<>();
		parents(cases);
		versions(cases);
		flags(cases);
		states(cases);
		keys(cases);
		values(cases);
		limits(cases);
		return cases;
	}

	private static void parents(List<TraceContextCase> cases) {
		cases.add(fresh("no traceparent"));
		cases.add(fresh("tracestate without traceparent", "tracestate: a=1"));
		cases.add(goesOn("traceparent that is right", PARENT));
		cases.add(goesOn("header name in other case", "TraceParent: 00-" + IDS + "-01"));
		cases.add(goesOn("header name in capitals", "TRACEPARENT: 00-" + IDS + "-01"));
		cases.add(goesOn("spaces and tabs around the value", "traceparent: \t 00-" + IDS + "-01 \t"));
		cases.add(fresh("traceparent twice", PARENT, "traceparent: 00-" + IDS + "-00"));
		cases.add(fresh("the same traceparent twice", PARENT, PARENT));
		cases.add(fresh("traceparent twice, one of them empty", PARENT, "traceparent:"));
		cases.add(fresh("two values in one traceparent", PARENT + "," + "00-" + IDS + "-01"));
		cases.add(fresh("empty traceparent", "traceparent:"));
		cases.add(fresh("empty traceparent with a state", "traceparent:", "tracestate: a=1"));
		for (String wrong : List.of("00-" + "0".repeat(32) + "-" + SPAN_ID + "-01",
				"00-" + TRACE_ID + "-" + "0".repeat(16) + "-01", "00-" + TRACE_ID.toUpperCase() + "-" + SPAN_ID + "-01",
				"00-" + TRACE_ID + "-" + SPAN_ID.toUpperCase() + "-01",
				"00-" + TRACE_ID.substring(1) + "-" + SPAN_ID + "-01", "00-" + TRACE_ID + "a-" + SPAN_ID + "-01",
				"00-" + TRACE_ID + "-" + SPAN_ID.substring(1) + "-01", "00-" + TRACE_ID + "-" + SPAN_ID + "a-01",
				"00-" + TRACE_ID.substring(1) + "g-" + SPAN_ID + "-01",
				"00-" + TRACE_ID + "-" + SPAN_ID.substring(1) + ".-01",
				"00-" + TRACE_ID.substring(1) + " -" + SPAN_ID + "-01", "00_" + TRACE_ID + "_" + SPAN_ID + "_01",
				"00-" + IDS, "00-" + IDS + "-", "00-" + TRACE_ID, "00", "-", "00-" + IDS + "-0", "00-" + IDS + "-001",
				"00-" + IDS + "-0g", "00-" + IDS + "-0A", "00-" + IDS + "-.1", "00-" + IDS + "-01-",
				"00-" + IDS + "-01-what", "00-" + IDS + "-01.", "00-" + IDS + " -01", "0-" + IDS + "-01",
				"000-" + IDS + "-01", ".0-" + IDS + "-01", "0.-" + IDS + "-01", "0G-" + IDS + "-01", IDS + "-01",
				"\"00-" + IDS + "-01\"", "00-" + IDS + "-01;a=b", "x".repeat(55), "00-" + IDS + "-\u00e41")) {
			cases.add(fresh("traceparent " + wrong, "traceparent: " + wrong, "tracestate: a=1"));
		}
	}

	private static void versions(List<TraceContextCase> cases) {
		for (String version : List.of("01", "cc", "fe", "0f", "a0")) {
			String parent = "traceparent: " + version + "-" + IDS + "-01";
			cases.add(goesOn("later version " + version, parent));
			cases.add(
					goesOn("later version " + version + " with more fields", parent + "-what-the-future-will-be-like"));
			cases.add(goesOn("later version " + version + " with an empty field", parent + "-"));
			cases.add(fresh("later version " + version + " with more than fields", parent + ".what"));
			cases.add(fresh("later version " + version + " with longer flags", parent + "2"));
			cases.add(fresh("later version " + version + " that is cut", parent.substring(0, parent.length() - 1)));
		}
		cases.add(fresh("version ff", "traceparent: ff-" + IDS + "-01"));
		cases.add(fresh("version ff with more fields", "traceparent: ff-" + IDS + "-01-x"));
		cases.add(fresh("version in capitals", "traceparent: CC-" + IDS + "-01"));
	}

	private static void flags(List<TraceContextCase> cases) {
		String[][] flags = { { "00", "00" }, { "01", "01" }, { "02", "02" }, { "03", "03" }, { "04", "00" },
				{ "05", "01" }, { "08", "00" }, { "80", "00" }, { "fc", "00" }, { "fd", "01" }, { "fe", "02" },
				{ "ff", "03" } };
		for (String[] flag : flags) {
			cases.add(new TraceContextCase("flags " + flag[0], List.of("traceparent: 00-" + IDS + "-" + flag[0]), true,
					flag[1], null));
		}
	}

	private static void states(List<TraceContextCase> cases) {
		cases.add(state("one member", "a=1", "tracestate: a=1"));
		cases.add(state("name in other case", "a=1", "TraceState: a=1"));
		cases.add(state("name in capitals", "a=1", "TRACESTATE: a=1"));
		cases.add(state("order is kept", "c=3,a=1,b=2", "tracestate: c=3,a=1,b=2"));
		cases.add(state("several headers are one, in their order", "a=1,b=2,c=3", "tracestate: a=1", "TraceState: b=2",
				"TRACESTATE: c=3"));
		cases.add(state("several members in several headers", "a=1,b=2,c=3,d=4", "tracestate: a=1,b=2",
				"tracestate: c=3,d=4"));
		cases.add(state("spaces around members", "a=1,b=2", "tracestate: a=1 , b=2 "));
		cases.add(state("tabs around members", "a=1,b=2", "tracestate: \ta=1\t,\tb=2\t"));
		cases.add(state("spaces and tabs around members", "a=1,b=2", "tracestate:  \t a=1 \t , \t b=2 \t "));
		cases.add(state("spaces within a value", "a=1 2", "tracestate: a=1 2"));
		cases.add(state("space before a value", "a= 1", "tracestate: a= 1"));
		cases.add(state("equals sign within a value", null, "tracestate: a=1=2"));
		for (String empty : List.of("", " ", "\t", ",", ", ,", ",,,")) {
			cases.add(state("nothing but empty members '" + empty + "'", null, "tracestate: " + empty));
			cases.add(state("empty header before '" + empty + "'", "a=1", "tracestate: " + empty, "tracestate: a=1"));
			cases.add(state("empty header after '" + empty + "'", "a=1", "tracestate: a=1", "tracestate: " + empty));
		}
		cases.add(state("empty members between", "a=1,b=2", "tracestate: a=1,,b=2"));
		cases.add(state("empty members round it", "a=1", "tracestate: ,a=1,"));
		cases.add(state("key twice in one header", "a=1", "tracestate: a=1,a=2"));
		cases.add(state("key twice with the same value", "a=1", "tracestate: a=1,a=1"));
		cases.add(state("key twice in two headers", "a=1,b=2", "tracestate: a=1,b=2", "tracestate: a=3"));
		for (String wrong : List.of("a", "a=", "=1", "=", "a1", "a =1", "a\t=1", "a;b=1", "a=1;b=2 ,=", "\"a\"=1")) {
			cases.add(state("member '" + wrong + "'", null, "tracestate: " + wrong));
			cases.add(state("member '" + wrong + "' after a good one", null, "tracestate: x=1," + wrong));
			cases.add(state("member '" + wrong + "' in a header of its own", null, "tracestate: x=1",
					"tracestate: " + wrong));
		}
	}

	private static void keys(List<TraceContextCase> cases) {
		for (String key : List.of("a", "0", "9a", "foo", "foo_bar", "foo-bar", "foo*bar", "foo/bar", "f00", "a@b",
				"0@b", "a@b@c", "a@", "tenant@vendor", "241@v", "a/-*_@0", "k".repeat(256),
				"0".repeat(241) + "@" + "v".repeat(14), "t@" + "v".repeat(254))) {
			cases.add(state("key " + key, key + "=1", "tracestate: " + key + "=1"));
		}
		for (String key : List.of("A", "fOO", "FOO", "_a", "-a", "*a", "/a", "@a", "a.b", "a b", "a:b", "a+b",
				"a\u00e4", "a\"b", "a(b", "a~", "k".repeat(257))) {
			cases.add(state("key " + key, null, "tracestate: " + key + "=1"));
		}
	}

	private static void values(List<TraceContextCase> cases) {
		for (char c = 0x21; c <= 0x7e; c++) {
			boolean allowed = c != ',' && c != '=';
			if (c != ',') {
				cases.add(state("value with " + c, allowed ? "a=x" + c + "y" : null, "tracestate: a=x" + c + "y"));
			}
		}
		cases.add(state("value of 256", "a=" + "v".repeat(256), "tracestate: a=" + "v".repeat(256)));
		cases.add(state("value of 257", null, "tracestate: a=" + "v".repeat(257)));
		cases.add(state("value with a tab", null, "tracestate: a=x\ty"));
		cases.add(state("value beyond ASCII", null, "tracestate: a=x\u00e4y"));
		cases.add(state("value of spaces", null, "tracestate: a=   "));
	}

	private static void limits(List<TraceContextCase> cases) {
		cases.add(state("32 members", members(1, 32), "tracestate: " + members(1, 32)));
		cases.add(state("33 members", null, "tracestate: " + members(1, 33)));
		cases.add(state("32 members in two headers", members(1, 32), "tracestate: " + members(1, 16),
				"tracestate: " + members(17, 32)));
		cases.add(state("33 members in two headers", null, "tracestate: " + members(1, 16),
				"tracestate: " + members(17, 33)));
		cases.add(state("32 members and empty ones", members(1, 32), "tracestate: ,," + members(1, 32) + ",,"));
		String large = "a=" + "v".repeat(250) + ",b=" + "v".repeat(250) + ",c=" + "v".repeat(200);
		cases.add(state("more than 512 characters", large, "tracestate: " + large));
	}

	private static String members(int first, int last) {
		return IntStream.rangeClosed(first, last)
			.mapToObj((number) -> "k" + number + "=" + number)
			.collect(Collectors.joining(","));
	}

	private static TraceContextCase fresh(String rule, String... received) {
		return new TraceContextCase(rule, List.of(received), false, null, null);
	}

	private static TraceContextCase goesOn(String rule, String received) {
		return new TraceContextCase(rule, List.of(received, "tracestate: a=1"), true, "01", "a=1");
	}

	private static TraceContextCase state(String rule, @Nullable String sent, String... received) {
		List<String> lines = new ArrayList<>(List.of(PARENT));
		lines.addAll(List.of(received));
		return new TraceContextCase("tracestate: " + rule, lines, true, "01", sent);
	}

	@Override
	public String toString() {
		return this.rule;
	}

}
