// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PathConditionTests {

	private static final List<String> PATTERN_PARTS = List.of("a", "b", "ab", "*", "**", "{x}", "{*rest}", "a*", "*b",
			"?", "a?", "{y}.txt", "{z:[ab]+}", "a*b*", "");

	private static final List<String> PATH_PARTS = List.of("a", "b", "ab", "aab", "a.txt", ".txt", "", "a%62", "a;v=1",
			"abab", "**", "*");

	@Test
	void agreesWithSpringAboutManyPatternsAndPaths() {
		Random random = new Random(42);
		int compared = 0;
		int matched = 0;
		int segmented = 0;
		for (int i = 0; i < 20_000; i++) {
			String pattern = join(random, PATTERN_PARTS);
			PathPattern spring;
			try {
				spring = PathPatternParser.defaultInstance.parse(pattern);
			}
			catch (PatternParseException ex) {
				continue;
			}
			PathCondition condition = PathCondition.parse(pattern);
			segmented += (SegmentedPath.parse(pattern) != null) ? 1 : 0;
			for (int j = 0; j < 20; j++) {
				String path = join(random, PATH_PARTS);
				boolean expected = spring.matches(PathContainer.parsePath(path));
				assertThat(condition.matches(path, PathCondition.isPlain(path))).as("%s on %s", pattern, path)
					.isEqualTo(expected);
				compared++;
				matched += expected ? 1 : 0;
			}
		}
		assertThat(compared).isGreaterThan(100_000);
		assertThat(matched).isGreaterThan(10_000);
		assertThat(segmented).isGreaterThan(1_000);
	}

	@Test
	void usualPatternsAreComparedWithoutSpring() {
		assertThat(List.of("/", "/orders", "/orders/**", "/orders/{id}", "/orders/{id}/lines/*", "/static/*.js",
				"/files/{name}.pdf", "/**", "/a/{*rest}"))
			.allSatisfy((pattern) -> assertThat(SegmentedPath.parse(pattern)).isNotNull());
	}

	@Test
	void regularExpressionsAreSprings() {
		PathCondition condition = PathCondition.parse("/orders/{id:[0-9]+}");
		assertThat(condition.matches("/orders/12", true)).isTrue();
		assertThat(condition.matches("/orders/x", true)).isFalse();
	}

	@Test
	void encodedPathsAreComparedDecoded() {
		PathCondition condition = PathCondition.parse("/a b/{id}");
		assertThat(condition.matches("/a%20b/1", PathCondition.isPlain("/a%20b/1"))).isTrue();
		assertThat(condition.matches("/a%2/1", PathCondition.isPlain("/a%2/1"))).isFalse();
	}

	@Test
	void patternWithoutASlashGetsOne() {
		assertThat(PathCondition.parse("orders/**").matches("/orders/1", true)).isTrue();
	}

	@Test
	void wrongPatternIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> PathCondition.parse("/orders/{id"));
		assertThatIllegalArgumentException().isThrownBy(() -> PathCondition.parse("/a/**/b/**/c"));
	}

	private static String join(Random random, List<String> parts) {
		StringBuilder joined = new StringBuilder();
		int count = 1 + random.nextInt(4);
		for (int i = 0; i < count; i++) {
			joined.append('/').append(parts.get(random.nextInt(parts.size())));
		}
		return joined.toString();
	}

}
