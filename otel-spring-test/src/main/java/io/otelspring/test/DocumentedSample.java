// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Compares what a page shows with what a test has made. Ids, times, ports and line breaks
 * may differ.
 */
public final class DocumentedSample {

	private static final Pattern SNIPPET = Pattern.compile("(?ms)^```text$(.*?)^```$");

	private static final Pattern ID = Pattern.compile("(?<![0-9a-f])([0-9a-f]{32}|[0-9a-f]{16}"
			+ "|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?![0-9a-f])");

	private static final Pattern TIME = Pattern
		.compile("\\d\\d:\\d\\d:\\d\\d\\.\\d{3}|\\d{10,}(\\.\\d+)?|\\d+\\.\\d+ms|\\d+\\.\\d{6,}s");

	private static final Pattern PORT = Pattern.compile("(?<=port=|delivery_tag=|localhost/127\\.0\\.0\\.1:)\\d+");

	private static final Pattern JAVA = Pattern.compile("(?<=Java-http-client/)[0-9._]+");

	private DocumentedSample() {
	}

	/**
	 * Fail unless one of a page's snippets of text is this. The right text is written to
	 * {@code target}, to be copied.
	 * @param page the name of the page
	 * @param sample what is to be shown
	 */
	public static void isShown(String page, String sample) {
		if (!find(page, sample)) {
			Path right = Path.of("target", page + "." + Integer.toHexString(normal(sample).hashCode()) + ".txt");
			write(right, sample);
			throw new AssertionError("docs/" + page + " does not show what " + right + " has:\n" + sample);
		}
	}

	static boolean find(String page, String sample) {
		String normal = normal(sample);
		return SNIPPET.matcher(read(page(page)))
			.results()
			.anyMatch((snippet) -> normal(snippet.group(1)).equals(normal));
	}

	private static Path page(String name) {
		Path directory = Path.of("").toAbsolutePath();
		while (directory != null && !Files.exists(directory.resolve("docs").resolve(name))) {
			directory = directory.getParent();
		}
		if (directory == null) {
			throw new IllegalArgumentException("There is no page " + name);
		}
		return directory.resolve("docs").resolve(name);
	}

	private static String normal(String text) {
		String normal = text.replaceAll("\\s+", "");
		normal = PORT.matcher(ID.matcher(normal).replaceAll("id")).replaceAll("port");
		return JAVA.matcher(TIME.matcher(normal).replaceAll("time")).replaceAll("version");
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void write(Path file, String text) {
		try {
			Files.createDirectories(file.toAbsolutePath().getParent());
			Files.writeString(file, text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
