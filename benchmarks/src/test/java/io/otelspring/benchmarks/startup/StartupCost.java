// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.startup;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Starts the plain application again and again, by turns with and without the starter,
 * and compares the processor time of the whole process until it is ready.
 */
public final class StartupCost {

	private static final int WARMUP = 2;

	private final ClassPath bare;

	private final ClassPath starter;

	/**
	 * Creates a comparison.
	 * @param bare what the plain application consists of
	 * @param starter what the starter consists of
	 */
	StartupCost(ClassPath bare, ClassPath starter) {
		this.bare = bare;
		this.starter = starter.minus(bare);
	}

	public static void main(String[] args) throws Exception {
		Path directory = Path.of(args[0]);
		ClassPath plain = ClassPath.parse(Files.readString(directory.resolve("bare.txt")));
		ClassPath starter = ClassPath.parse(Files.readString(directory.resolve("starter.txt")));
		StartupCost cost = new StartupCost(application().plus(plain), starter);
		cost.reportJars(System.out);
		cost.reportTime(Integer.parseInt(args[1]), System.out);
	}

	static ClassPath application() throws Exception {
		return ClassPath.parse(
				Path.of(PlainApplication.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
	}

	void reportJars(PrintStream out) throws IOException {
		this.starter.entries().forEach((jar) -> out.println(jar.getFileName()));
		out.printf("jars added: %d, %.1f MB%n", this.starter.entries().size(), this.starter.size() / 1e6);
	}

	void reportTime(int rounds, PrintStream out) throws Exception {
		long[] bareTimes = new long[rounds];
		long[] starterTimes = new long[rounds];
		for (int round = -WARMUP; round < rounds; round++) {
			long bareTime = start(this.bare);
			long starterTime = start(this.bare.plus(this.starter));
			if (round >= 0) {
				bareTimes[round] = bareTime;
				starterTimes[round] = starterTime;
			}
		}
		double bareMedian = median(bareTimes);
		double starterMedian = median(starterTimes);
		out.printf("start-up, CPU: bare %.0f ms, starter %.0f ms, ratio %.3f (medians of %d)%n", bareMedian / 1e6,
				starterMedian / 1e6, starterMedian / bareMedian, rounds);
	}

	/**
	 * Starts the application once.
	 * @return its processor time in nanoseconds
	 */
	static long start(ClassPath classPath) throws IOException, InterruptedException {
		Path result = Files.createTempFile("startup", ".txt");
		try {
			String java = ProcessHandle.current().info().command().orElse("java");
			Process process = new ProcessBuilder(java, "-XX:+UseParallelGC", "-cp", classPath.toString(),
					PlainApplication.class.getName(), result.toString())
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			if (process.waitFor() != 0) {
				throw new IllegalStateException("The application did not start with the class path " + classPath);
			}
			return Long.parseLong(Files.readString(result));
		}
		finally {
			Files.delete(result);
		}
	}

	static double median(long[] values) {
		long[] sorted = values.clone();
		Arrays.sort(sorted);
		int middle = sorted.length / 2;
		return (sorted.length % 2 != 0) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
	}

}
