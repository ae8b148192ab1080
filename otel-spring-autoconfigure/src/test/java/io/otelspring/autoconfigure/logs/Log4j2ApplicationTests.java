// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a started application that logs with Log4j2, in a process of its own with a
 * class path as {@code spring-boot-starter-log4j2} makes it.
 */
class Log4j2ApplicationTests {

	private static final String IDS = LogApplication.SPAN.getTraceId() + "-" + LogApplication.SPAN.getSpanId();

	@TempDir
	private Path directory;

	@Test
	void sendsRecordsAndShowsIds() throws Exception {
		Path records = this.directory.resolve("records");
		String output = run(records.toString());
		List<String> lines = Files.readAllLines(records);
		assertThat(lines).anyMatch((line) -> line.contains("|Starting "));
		assertThat(lines).contains(Log4j2Application.class.getName() + "|INFO|" + LogApplication.SPAN.getTraceId()
				+ "|in a span|{order.id=o-1, tenant=acme}");
		assertThat(lines).anyMatch(
				(line) -> line.contains("|ERROR|") && line.contains("exception.type=java.lang.IllegalStateException"));
		assertThat(line(output)).contains("[" + IDS + "] ");
	}

	@Test
	void showsIdsInStructuredFormatsUnderOtherNames() throws Exception {
		String output = run(this.directory.resolve("records").toString(), "logging.structured.format.console=ecs",
				"otel.instrumentation.logging.mdc.trace-id-key=trace_id");
		assertThat(line(output)).startsWith("{")
			.contains("\"trace_id\":\"" + LogApplication.SPAN.getTraceId() + "\"")
			.contains("\"spanId\":\"" + LogApplication.SPAN.getSpanId() + "\"");
	}

	@Test
	void doesNothingWhereTheSdkIsDisabled() throws Exception {
		Path records = this.directory.resolve("records");
		String output = run(records.toString(), "otel.sdk.disabled=true");
		assertThat(Files.readAllLines(records)).isEmpty();
		assertThat(line(output)).doesNotContain(IDS);
	}

	@Test
	void deliversTheReportOfAFailedStartWhenTheProcessEnds() throws Exception {
		Path report = this.directory.resolve("report");
		String output = run(this.directory.resolve("records").toString(), "fail=true",
				RecordingFailedStartPipeline.PROPERTY + "=recorded",
				RecordingFailedStartPipeline.FILE_PROPERTY + "=" + report);
		assertThat(output).contains("Application run failed");
		assertThat(Files.readAllLines(report)).anyMatch((line) -> line.contains("|Starting "))
			.anyMatch((line) -> line.contains("|ERROR|") && line.contains("|Application run failed|")
					&& line.contains("no warehouse"));
	}

	private String run(String... arguments) throws Exception {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.add("-Xshare:auto");
		command.add("-cp");
		command.add(classPath());
		command.add(Log4j2Application.class.getName());
		command.addAll(Arrays.asList(arguments));
		Path output = this.directory.resolve("output");
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		try {
			assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		return Files.readString(output, StandardCharsets.UTF_8);
	}

	/**
	 * This test's own class path, but with the binding to Log4j2 in place of Logback.
	 */
	private static String classPath() throws Exception {
		Path core = Path.of(LoggerContext.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		String binding = core.toString().replace("log4j-core", "log4j-slf4j2-impl");
		assertThat(Path.of(binding)).exists();
		String own = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		return Arrays.stream(own.split(File.pathSeparator))
			.filter((entry) -> !Path.of(entry).getFileName().toString().matches("(logback|log4j-to-slf4j|jul-to).*jar"))
			.collect(Collectors.joining(File.pathSeparator)) + File.pathSeparator + binding;
	}

	private static String line(String output) {
		return output.lines().filter((line) -> line.contains("in a span")).findFirst().orElseThrow();
	}

}
