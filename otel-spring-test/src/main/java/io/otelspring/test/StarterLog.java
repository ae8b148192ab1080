// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A file to which an application logs in place of the terminal, in which the lines of
 * this starter can be told from all others: nothing that was planted may be in these,
 * whatever others log of it.
 */
public final class StarterLog {

	private final Path file;

	/**
	 * Choose the file.
	 * @param directory where it is to be
	 */
	public StarterLog(Path directory) {
		this.file = directory.resolve("log.txt");
	}

	/**
	 * The properties that make an application log there, one line for each record.
	 * @return the properties by name
	 */
	public Map<String, String> properties() {
		return Map.of("logging.threshold.console", "off", "logging.file.name", this.file.toString(),
				"logging.pattern.file", "%logger | %replace(%msg){'\n', ' '} %nopex%n");
	}

	/**
	 * The same as arguments.
	 * @return the arguments
	 */
	public List<String> arguments() {
		return properties().entrySet().stream().map((entry) -> "--" + entry.getKey() + "=" + entry.getValue()).toList();
	}

	/**
	 * All that was logged.
	 * @return the lines
	 * @throws IOException if they cannot be read
	 */
	public String all() throws IOException {
		return Files.readString(this.file);
	}

	/**
	 * What the starter and OpenTelemetry logged.
	 * @return their lines
	 * @throws IOException if they cannot be read
	 */
	public String ofTheStarter() throws IOException {
		return all().lines()
			.filter((line) -> line.startsWith("io.otelspring") || line.startsWith("io.opentelemetry"))
			.collect(Collectors.joining("\n"));
	}

}
