// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares what a page shows with what a test has made. Ids, times and line breaks may
 * differ.
 */
public final class DocumentedSample {

	private static final Pattern ID = Pattern.compile("(?<![0-9a-f])([0-9a-f]{32}|[0-9a-f]{16})(?![0-9a-f])");

	private static final Pattern TIME = Pattern
		.compile("\\d\\d:\\d\\d:\\d\\d\\.\\d{3}|\\d{10,}(\\.\\d+)?|\\d+\\.\\d+ms");

	private DocumentedSample() {
	}

	/**
	 * Fail unless one of a page's snippets of text is this. The right text is written to
	 * {@code target}, to be copied.
	 * @param page the name of the page
	 * @param sample what is to be shown
	 */
	public static void isShown(String page, String sample) throws IOException {
		List<String> shown = DocumentationPages.all()
			.stream()
			.filter((candidate) -> candidate.name().equals("docs/" + page))
			.flatMap((found) -> found.snippets().stream())
			.filter((snippet) -> snippet.language().equals("text"))
			.map((snippet) -> normal(snippet.code()))
			.toList();
		if (!shown.contains(normal(sample))) {
			Files.writeString(Path.of("target", page + ".sample.txt"), sample);
		}
		assertThat(shown).as("the snippets of docs/%s; the right one is target/%s.sample.txt", page, page)
			.contains(normal(sample));
	}

	private static String normal(String text) {
		String joined = text.replaceAll("\\s+", "");
		return TIME.matcher(ID.matcher(joined).replaceAll("id")).replaceAll("time");
	}

}
