// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.startup;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Starts the plain application again and again, by turns without and with each starter,
 * and compares the processor time of the whole process until it is ready.
 */
public final class StartupCost {

	private static final int WARMUP = 2;

	private final ClassPath bare;

	private final Map<String, ClassPath> starters = new LinkedHashMap<>();

	/**
	 * Creates a comparison.
	 * @param bare what the plain application consists of
	 * @param starters what it consists of with each starter, by the starter's name
	 */
	public StartupCost(ClassPath bare, Map<String, ClassPath> starters) {
		this.bare = bare;
		starters.forEach((name, starter) -> this.starters.put(name, starter.minus(bare)));
	}

	public static void main(String[] args) throws Exception {
		Path directory = Path.of(args[0]);
		ClassPath plain = ClassPath.read(directory.resolve("bare.txt"));
		ClassPath starter = ClassPath.read(directory.resolve("starter.txt"));
		StartupCost cost = new StartupCost(application().plus(plain), Map.of("starter", starter));
		PrintStream out = System.out;
		starter.minus(plain).entries().forEach((jar) -> out.println(jar.getFileName()));
		cost.reportJars(out);
		cost.reportTime(Integer.parseInt(args[1]), out);
	}

	/**
	 * The plain application's own classes.
	 * @return the class path that has them
	 * @throws Exception if they cannot be found
	 */
	public static ClassPath application() throws Exception {
		return ClassPath.parse(
				Path.of(PlainApplication.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
	}

	/**
	 * Says what each starter adds to the class path.
	 * @param out where to
	 * @throws IOException if a jar cannot be read
	 */
	public void reportJars(PrintStream out) throws IOException {
		for (Map.Entry<String, ClassPath> starter : this.starters.entrySet()) {
			out.printf("jars added by %s: %d, %.1f MB%n", starter.getKey(), starter.getValue().entries().size(),
					starter.getValue().size() / 1e6);
		}
	}

	/**
	 * Starts all by turns and says how long it took.
	 * @param rounds how often
	 * @param out where to
	 * @throws Exception if one does not start
	 */
	public void reportTime(int rounds, PrintStream out) throws Exception {
		long[] bareTimes = new long[rounds];
		Map<String, long[]> times = new LinkedHashMap<>();
		this.starters.keySet().forEach((name) -> times.put(name, new long[rounds]));
		for (int round = -WARMUP; round < rounds; round++) {
			note(start(this.bare), bareTimes, round);
			for (Map.Entry<String, ClassPath> starter : this.starters.entrySet()) {
				note(start(this.bare.plus(starter.getValue())), times.get(starter.getKey()), round);
			}
		}
		double bareMedian = median(bareTimes);
		out.printf("start-up, CPU: bare %.0f ms (medians of %d)%n", bareMedian / 1e6, rounds);
		times.forEach((name, starterTimes) -> out.printf("start-up, CPU: %s %.0f ms, ratio %.3f%n", name,
				median(starterTimes) / 1e6, median(starterTimes) / bareMedian));
	}

	private static void note(long time, long[] times, int round) {
		if (round >= 0) {
			times[round] = time;
		}
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
