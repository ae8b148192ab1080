// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The application in a process of its own.
 */
final class SoakProcess implements AutoCloseable {

	private static final Pattern PORT = Pattern.compile("Listening on port (\\d+)");

	private static final Pattern RSS = Pattern.compile("VmRSS:\\s+(\\d+) kB");

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private final Process process;

	private final Path output;

	private SoakProcess(Process process, Path output) {
		this.process = process;
		this.output = output;
	}

	static SoakProcess start(SoakSettings settings, String endpoint) throws Exception {
		Path output = Files.createDirectories(settings.directory()).resolve("soak.log");
		List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"),
				"-Xmx256m", "-XX:+UseSerialGC", "-XX:MarkSweepAlwaysCompactCount=1", "-cp",
				System.getProperty("java.class.path"), SoakApplication.class.getName(), "--server.port=0",
				"--server.address=127.0.0.1", "--spring.application.name=soak",
				"--spring.datasource.url=jdbc:h2:mem:soak", "--logging.threshold.console=warn",
				"--logging.exception-conversion-word=%nopex", "--management.endpoints.web.exposure.include=otel",
				"--management.endpoint.otel.access=unrestricted",
				"--otel.instrumentation.http.server.exclude-paths=/soak/**", "--otel.metric.export.interval=5000",
				"--otel.exporter.otlp.endpoint=" + endpoint));
		if (settings.spool()) {
			command.add("--otel.export.spool.directory=" + settings.directory().resolve("soak-spool"));
			command.add("--otel.export.spool.max-size=64MB");
		}
		SoakProcess started = new SoakProcess(
				new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start(), output);
		started.awaitPort();
		return started;
	}

	private void awaitPort() throws Exception {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (port().isEmpty()) {
			if (!this.process.isAlive() || System.nanoTime() > deadline) {
				close();
				throw new IllegalStateException("The application does not start; see " + this.output);
			}
			TimeUnit.MILLISECONDS.sleep(100);
		}
	}

	private String port() throws IOException {
		try (Stream<String> lines = Files.lines(this.output)) {
			return lines.limit(100)
				.map(PORT::matcher)
				.filter(Matcher::find)
				.map((matcher) -> matcher.group(1))
				.findFirst()
				.orElse("");
		}
	}

	String root() throws IOException {
		return "http://127.0.0.1:" + port();
	}

	/**
	 * Says how much of the machine's memory the process has.
	 * @return bytes, 0 where that is not known
	 */
	long residentSize() throws IOException {
		Path status = Path.of("/proc", Long.toString(this.process.pid()), "status");
		if (!Files.exists(status)) {
			return 0;
		}
		Matcher matcher = RSS.matcher(Files.readString(status));
		return matcher.find() ? Long.parseLong(matcher.group(1)) << 10 : 0;
	}

	@Override
	public void close() throws InterruptedException {
		this.process.destroy();
		if (!this.process.waitFor(30, TimeUnit.SECONDS)) {
			this.process.destroyForcibly();
		}
	}

}
