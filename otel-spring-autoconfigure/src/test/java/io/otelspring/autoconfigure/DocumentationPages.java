// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The documents of the project, taken apart.
 */
final class DocumentationPages {

	static final Path ROOT = Path.of("..");

	private static final String FENCE = "```";

	private static final String REFUSED = "<!-- refused -->";

	private DocumentationPages() {
	}

	static List<Page> all() {
		try (Stream<Path> files = Stream.of(ROOT, ROOT.resolve("docs"), ROOT.resolve("sample-app"))
			.flatMap(DocumentationPages::list)) {
			return files.filter((file) -> file.toString().endsWith(".md"))
				.sorted()
				.map(DocumentationPages::read)
				.toList();
		}
	}

	static List<Snippet> snippets(String language) {
		return all().stream()
			.flatMap((page) -> page.snippets().stream())
			.filter((snippet) -> snippet.language().equals(language))
			.toList();
	}

	private static Stream<Path> list(Path directory) {
		try {
			return Files.list(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Page read(Path file) {
		List<String> lines;
		try {
			lines = Files.readAllLines(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		String name = ROOT.relativize(file).toString();
		StringBuilder prose = new StringBuilder();
		List<Snippet> snippets = new ArrayList<>();
		for (int i = 0; i < lines.size(); i++) {
			String line = lines.get(i);
			if (!line.strip().startsWith(FENCE)) {
				prose.append(line).append('\n');
				continue;
			}
			int indent = line.indexOf(FENCE);
			int start = i + 1;
			StringBuilder code = new StringBuilder();
			while (!lines.get(++i).strip().equals(FENCE)) {
				String codeLine = lines.get(i);
				code.append(codeLine.substring(Math.min(indent, codeLine.length()))).append('\n');
			}
			boolean refused = start > 1 && lines.get(start - 2).strip().equals(REFUSED);
			snippets
				.add(new Snippet(name + ":" + start, line.strip().substring(FENCE.length()), code.toString(), refused));
		}
		return new Page(file, name, prose.toString(), snippets);
	}

	/**
	 * A document.
	 *
	 * @param file the file
	 * @param name its path in the project
	 * @param prose its text without snippets
	 * @param snippets its snippets in their order
	 */
	record Page(Path file, String name, String prose, List<Snippet> snippets) {

		String textAfter(Snippet snippet) {
			return this.snippets.get(this.snippets.indexOf(snippet) + 1).code();
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

	/**
	 * Something that a reader may copy.
	 *
	 * @param place the document and the line
	 * @param language the language that it is marked with
	 * @param code the text
	 * @param refused whether it shows what is not accepted
	 */
	record Snippet(String place, String language, String code, boolean refused) {

		@Override
		public String toString() {
			return this.place;
		}

	}

}
