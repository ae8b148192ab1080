// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.startup;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The start-up measurement works; what it measures is not judged here.
 */
class StartupCostTests {

	@Test
	void startsTheApplicationAndTakesItsTime() throws Exception {
		ClassPath tests = ClassPath.parse(System.getProperty("java.class.path"));
		assertThat(StartupCost.start(StartupCost.application().plus(tests))).isPositive();
	}

	@Test
	void addedJarsAreThoseThatTheApplicationDoesNotHave(@TempDir Path directory) throws Exception {
		Path spring = Files.writeString(directory.resolve("spring.jar"), "12345");
		Path otel = Files.write(directory.resolve("otel.jar"), new byte[2_000_000]);
		ClassPath bare = ClassPath.parse(spring.toString());
		ClassPath starter = ClassPath.parse(spring + File.pathSeparator + otel);
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		new StartupCost(bare, Map.of("starter", starter))
			.reportJars(new PrintStream(out, true, StandardCharsets.UTF_8));
		assertThat(out.toString(StandardCharsets.UTF_8)).contains("jars added by starter: 1, 2.0 MB");
	}

	@Test
	void medianIsTheMiddle() {
		assertThat(StartupCost.median(new long[] { 3, 1, 2 })).isEqualTo(2);
		assertThat(StartupCost.median(new long[] { 4, 1, 2, 3 })).isEqualTo(2.5);
	}

}
