// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.diagnosis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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

	@ParameterizedTest
	@MethodSource("rows")
	void rowIsWhatTheCodeSays(String row) {
		List<String> missing = new ArrayList<>();
		for (String cell : row.split("\\|")) {
			Arrays.stream(FILLED_IN.split(cell))
				.map(String::strip)
				.filter((part) -> part.length() > 3 && !CODE.contains(part))
				.forEach(missing::add);
		}
		assertThat(missing).as(row).isEmpty();
	}

	@Test
	void thereAreRows() throws IOException {
		assertThat(rows()).hasSizeGreaterThan(30);
	}

	private static String code() {
		try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
			return files.filter((file) -> file.toString().endsWith(".java"))
				.map(DocumentedFindingsTests::read)
				.filter((text) -> text.contains("Finding"))
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
