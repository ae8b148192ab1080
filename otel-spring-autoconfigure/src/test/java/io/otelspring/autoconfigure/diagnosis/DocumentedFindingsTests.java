// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.diagnosis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the rows of the page about findings with the code that makes them. That each
 * finding has its row is seen where tests make it.
 */
class DocumentedFindingsTests {

	private static final Pattern JOINED = Pattern.compile("\"\\s*\\+\\s*\"");

	// What is filled in, and what constants stand for: properties, numbers, versions
	private static final Pattern FILLED_IN = Pattern
		.compile("…|otel\\.[\\w.*]+|opentelemetry\\.version|\\d+|/v1/|[\"'().,;:=<>@?-]");

	private static final String CODE = code();

	static Stream<String> rows() throws IOException {
		return Files.readAllLines(Path.of("..", "docs", "findings.md"))
			.stream()
			.filter((line) -> line.matches("\\| (ERROR|WARNING|INFO) \\|.*"));
	}

	/**
	 * Texts are put together where the code makes them, so that words that follow each
	 * other on the page need not do so there: most of them have to.
	 */
	@ParameterizedTest
	@MethodSource("rows")
	void rowIsWhatTheCodeSays(String row) {
		int found = 0;
		List<String> missing = new ArrayList<>();
		for (String cell : row.split("\\|")) {
			for (String part : FILLED_IN.split(cell)) {
				String[] words = part.strip().split("\\s+");
				for (int i = 1; i < words.length; i++) {
					if (CODE.contains(words[i - 1] + " " + words[i])) {
						found++;
					}
					else {
						missing.add(words[i - 1] + " " + words[i]);
					}
				}
			}
		}
		assertThat(missing).as(row).hasSizeLessThanOrEqualTo(found / 4);
	}

	@Test
	void thereAreRows() throws IOException {
		assertThat(rows()).hasSizeGreaterThan(30);
	}

	private static String code() {
		try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
			return files.filter((file) -> file.toString().endsWith(".java"))
				.map(DocumentedFindingsTests::read)
				.map((text) -> JOINED.matcher(text).replaceAll("").replace("\\\"", "\""))
				.collect(Collectors.joining("\n"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
