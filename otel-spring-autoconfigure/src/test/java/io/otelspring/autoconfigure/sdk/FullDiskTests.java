// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.Tracer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.otelspring.autoconfigure.export.ExportStatus;
import io.otelspring.autoconfigure.export.ExporterStatus;
import io.otelspring.autoconfigure.export.Signal;
import io.otelspring.test.Fault;
import io.otelspring.test.FaultCollector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * A file system that somebody else fills while a spool is on it and the collector is
 * away. It is a real one, which only root may mount.
 */
@ExtendWith(OutputCaptureExtension.class)
class FullDiskTests {

	private static final String TROUBLE = "Telemetry cannot be written to the spool";

	private static final String RECOVERY = "Telemetry can be written to the spool again";

	@TempDir
	private static Path directory;

	private final FaultCollector collector = FaultCollector.start();

	private long made;

	private final Path disk = directory.resolve("disk");

	@BeforeEach
	void mount() throws Exception {
		Files.createDirectories(this.disk);
		assumeThat(run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", this.disk.toString()))
			.as("a file system can be mounted, which needs root")
			.isEmpty();
	}

	@AfterEach
	void end() throws Exception {
		this.collector.close();
		run("umount", this.disk.toString());
	}

	@Test
	void whatDoesNotFitOnAFullDiskIsHeldInMemoryAndCounted(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = application()) {
			ExporterStatus status = context.getBean(ExportStatus.class).of(Signal.TRACES).get(0);
			this.collector.fail(Fault.DOWN);
			spans(context, 50);
			assertThat(output).as("there is room yet").doesNotContain(TROUBLE);
			Path filler = fill();
			spans(context, 50);
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.untilAsserted(() -> assertThat(output).contains(TROUBLE, "No space left"));
			assertThat(status.dropped()).as("memory has room").isZero();
			spans(context, 2000);
			Awaitility.await("memory has none").atMost(Duration.ofMinutes(1)).until(() -> status.dropped() > 0);
			Files.delete(filler);
			Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
				spans(context, 1);
				assertThat(output).contains(RECOVERY);
			});
			this.collector.recover();
			Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
				context.getBean(Sdk.class).flush(Duration.ofSeconds(1));
				assertThat(status.queued()).isZero();
			});
			assertThat(this.made).isEqualTo(status.exported() + status.dropped());
			assertThat(status.failed()).isZero();
			assertThat(this.collector.taken(io.otelspring.test.Signal.TRACES)).isEqualTo(status.exported());
		}
		assertThat(said(output)).as("each is said once until the other is").startsWith(TROUBLE).endsWith(RECOVERY);
	}

	// A disk that is nearly full takes a small batch and refuses the next, so that both
	// can
	// be said several times, in turns
	private static List<String> said(CapturedOutput output) {
		List<String> said = output.getAll()
			.lines()
			.filter((line) -> line.contains(TROUBLE) || line.contains(RECOVERY))
			.map((line) -> line.contains(TROUBLE) ? TROUBLE : RECOVERY)
			.toList();
		for (int i = 1; i < said.size(); i++) {
			assertThat(said.get(i)).isNotEqualTo(said.get(i - 1));
		}
		return said;
	}

	private void spans(ConfigurableApplicationContext context, int count) {
		for (int i = 0; i < count; i++) {
			context.getBean(Tracer.class)
				.spanBuilder("span")
				.setAttribute("padding", "0123456789".repeat(20))
				.startSpan()
				.end();
			if (++this.made % 50 == 0 || count == 1) {
				context.getBean(Sdk.class).flush(Duration.ofMillis(500));
			}
		}
	}

	private Path fill() throws IOException {
		Path filler = this.disk.resolve("filler");
		byte[] block = new byte[1024];
		try (OutputStream out = Files.newOutputStream(filler)) {
			while (true) {
				out.write(block);
			}
		}
		catch (IOException ex) {
			return filler;
		}
	}

	private ConfigurableApplicationContext application() {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("otel.exporter.otlp.endpoint=" + this.collector.httpEndpoint(),
					"otel.export.spool.directory=" + this.disk.resolve("spool"), "otel.export.buffer.max-memory=64KB",
					"otel.metrics.exporter=none", "otel.logs.exporter=none", "spring.main.banner-mode=off")
			.run();
	}

	// Return what went wrong.
	private static String run(String... command) throws InterruptedException {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes());
			return (process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0) ? "" : "failed: " + output;
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
