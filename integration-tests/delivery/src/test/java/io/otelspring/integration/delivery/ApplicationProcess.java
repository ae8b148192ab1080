// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.delivery;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.otelspring.test.Patience;

/**
 * The application in a process of its own, with the class path that a user would have.
 */
final class ApplicationProcess implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	/** What only the collector in the test needs. */
	private static final Pattern FOREIGN = Pattern.compile("otel-spring-test|[/\\\\](grpc|netty)-");

	private final Process process;

	private final Path output;

	private ApplicationProcess(Process process, Path output) {
		this.process = process;
		this.output = output;
	}

	/**
	 * Starts the application, and waits until it can be asked.
	 * @param name the name of the file in {@code target} that takes its output
	 * @param arguments options of the JVM, which begin with {@code -X}, and properties
	 * such as {@code server.shutdown=immediate}
	 * @return the process
	 */
	static ApplicationProcess start(String name, String... arguments) throws Exception {
		Path output = Files.createDirectories(Path.of("target")).resolve(name + ".log");
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx192m",
						"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-cp", classPath()));
		Arrays.stream(arguments).filter((argument) -> argument.startsWith("-X")).forEach(command::add);
		command.add(Application.class.getName());
		command.addAll(List.of("--server.port=0", "--server.address=127.0.0.1", "--spring.application.name=shop"));
		Arrays.stream(arguments)
			.filter((argument) -> !argument.startsWith("-X"))
			.forEach((argument) -> command.add("--" + argument));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		ApplicationProcess application = new ApplicationProcess(process, output);
		try {
			application.awaitLine("Started Application");
			return application;
		}
		catch (Exception | AssertionError ex) {
			application.close();
			throw ex;
		}
	}

	private static String classPath() {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !FOREIGN.matcher(entry).find())
			.collect(Collectors.joining(File.pathSeparator));
	}

	URI uri(String path) throws IOException {
		Matcher port = PORT.matcher(Files.readString(this.output));
		if (!port.find()) {
			throw new IllegalStateException("No port in " + this.output);
		}
		return URI.create("http://127.0.0.1:" + port.group(1) + path);
	}

	/**
	 * The lines of the output that have a text.
	 * @param text the text
	 * @return the lines
	 */
	List<String> lines(String text) throws IOException {
		return Files.readAllLines(this.output).stream().filter((line) -> line.contains(text)).toList();
	}

	void awaitLine(String text) throws Exception {
		Patience.await("a line with \"" + text + "\" in " + this.output, () -> {
			if (!this.process.isAlive()) {
				throw new AssertionError("The application has ended; see " + this.output);
			}
			return !lines(text).isEmpty();
		});
	}

	/**
	 * Asks the application to end, as a container's runtime does: SIGTERM.
	 */
	void terminate() {
		this.process.destroy();
	}

	/**
	 * Waits for the end.
	 * @return how long that took
	 */
	Duration awaitEnd() throws InterruptedException {
		long begin = System.nanoTime();
		if (!this.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
			throw new AssertionError("The application does not end; see " + this.output);
		}
		return Duration.ofNanos(System.nanoTime() - begin);
	}

	/**
	 * Kills the application: SIGKILL.
	 */
	void kill() throws InterruptedException {
		this.process.destroyForcibly();
		awaitEnd();
	}

	@Override
	public void close() throws InterruptedException {
		kill();
	}

}
