// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.startup;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The start-up measurement works; what it measures is not judged here.
 */
class StartupCostTests {

	@Test
	void startsTheApplicationAndTakesItsTime() throws Exception {
		ClassPath tests = new ClassPath("tests",
				Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of).toList());
		Path classes = Path.of(PlainApplication.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		assertThat(new StartupCost(tests, tests, classes).start(tests)).isPositive();
	}

	@Test
	void addedJarsAreThoseThatTheOtherDoesNotHave(@TempDir Path directory) throws Exception {
		Files.writeString(directory.resolve("spring.jar"), "12345");
		Files.writeString(directory.resolve("otel.jar"), "123");
		ClassPath bare = new ClassPath("bare", List.of(directory.resolve("spring.jar")));
		ClassPath starter = new ClassPath("starter",
				List.of(directory.resolve("spring.jar"), directory.resolve("otel.jar")));
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		new StartupCost(bare, starter, directory).reportJars(new PrintStream(out, true, StandardCharsets.UTF_8));
		assertThat(out.toString(StandardCharsets.UTF_8)).contains("otel.jar", "jars added: 1, 0.0 MB")
			.doesNotContain("spring.jar");
	}

	@Test
	void medianIsTheMiddle() {
		assertThat(StartupCost.median(new long[] { 3, 1, 2 })).isEqualTo(2);
		assertThat(StartupCost.median(new long[] { 4, 1, 2, 3 })).isEqualTo(2.5);
	}

}
