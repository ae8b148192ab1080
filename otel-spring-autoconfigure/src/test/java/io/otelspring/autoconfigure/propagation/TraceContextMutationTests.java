// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.propagation;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;

import io.opentelemetry.api.trace.SpanContext;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Headers that went through noise: nothing escapes, and what is handed on is right.
 */
class TraceContextMutationTests {

	private static final int INPUTS = 200_000;

	private static final String[] PARENTS = { "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
			"cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-02-later",
			" \t00-00000000000000000000000000000001-0000000000000001-03\t" };

	private static final String[] STATES = { "", "a=1", "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE", " a=1 , ,b= 2\t,",
			"0t@v@w=~!,a=1,a=2", "k".repeat(250) + "=" + "v".repeat(250) };

	private static final String ALPHABET = "0123456789abcdefgzAZ-_*/@=,,== \t\n\r\0.%\"~\u007f\u0080\u00e4\u4e2d\ud83d\ude00\uffff";

	private static final Pattern PARENT = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-0[0-3]");

	private static final Pattern MEMBER = Pattern
		.compile("([0-9a-z][0-9a-z_*/@-]{0,255})=[ -+\\--<>-~]{0,255}[!-+\\--<>-~]");

	@Test
	void noInputDoesHarm() {
		Random random = new Random(20_260_101);
		int valid = 0;
		int withState = 0;
		for (int i = 0; i < INPUTS; i++) {
			Headers headers = new Headers();
			headers.traceParent(mutate(random, PARENTS[random.nextInt(PARENTS.length)], random.nextInt(3)));
			for (int states = random.nextInt(4); states > 0; states--) {
				headers.traceState(mutate(random, STATES[random.nextInt(STATES.length)], random.nextInt(3)));
			}
			SpanContext span = headers.extract();
			if (span.isValid()) {
				valid++;
				withState += span.getTraceState().isEmpty() ? 0 : 1;
				check(span, headers);
			}
		}
		// Enough of both kinds have been seen.
		assertThat(valid).isBetween(INPUTS / 5, INPUTS - INPUTS / 5);
		assertThat(withState).isBetween(INPUTS / 20, INPUTS - INPUTS / 20);
	}

	private static void check(SpanContext span, Headers received) {
		Headers sent = Headers.inject(span);
		String input = received.all("traceparent") + " " + received.all("tracestate");
		assertThat(sent.all("traceparent")).hasSize(1);
		if (!PARENT.matcher(sent.all("traceparent").get(0)).matches()) {
			throw new AssertionError(input);
		}
		if (!span.getTraceState().isEmpty()) {
			Set<String> keys = new HashSet<>();
			for (String member : sent.all("tracestate").get(0).split(",", -1)) {
				if (!MEMBER.matcher(member).matches() || !keys.add(member.substring(0, member.indexOf('=')))) {
					throw new AssertionError(input);
				}
			}
			if (keys.size() > 32 || !keys.equals(span.getTraceState().asMap().keySet())) {
				throw new AssertionError(input);
			}
		}
		if (!sent.extract().equals(span)) {
			throw new AssertionError(input);
		}
	}

	private static String mutate(Random random, String text, int mutations) {
		StringBuilder mutated = new StringBuilder(text);
		for (int i = 0; i < mutations; i++) {
			int at = random.nextInt(mutated.length() + 1);
			char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
			switch (random.nextInt(6)) {
				case 0 -> mutated.insert(at, c);
				case 1 -> mutated.delete(at, Math.min(at + 1 + random.nextInt(3), mutated.length()));
				case 2 -> mutated.replace(at, Math.min(at + 1, mutated.length()), String.valueOf(c));
				case 3 -> mutated.append(mutated.substring(at));
				case 4 -> mutated.setLength(at);
				default -> mutated.insert(at, ("m" + i + "=1,").repeat(random.nextInt(40)));
			}
		}
		return mutated.toString();
	}

}
