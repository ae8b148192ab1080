// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.peers;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.otelspring.benchmarks.operations.Operation;
import io.otelspring.benchmarks.operations.Telemetry;
import io.otelspring.benchmarks.operations.Telemetry.Mode;
import io.otelspring.benchmarks.startup.ClassPath;
import io.otelspring.benchmarks.startup.StartupCost;

/**
 * Measures every operation with every telemetry, each in a JVM of its own with the class
 * path that Maven resolved for it, and then the start.
 */
public final class Comparison {

	private static final String NONE = "–";

	private final Path directory;

	private final Map<String, String> settings = new LinkedHashMap<>(Map.of("warmup", "4000", "rounds", "7", "round",
			"500", "starts", "9", "modes", "ON,UNSAMPLED,DISABLED", "restoring", "false"));

	private final List<Operation> operations = new ArrayList<>();

	// What records nothing when it is on costs nothing when it is off: no ratio.
	private final Set<Operation> incomplete = EnumSet.noneOf(Operation.class);

	private final List<String> findings = new ArrayList<>();

	private Comparison(Path directory, List<String> arguments) {
		this.directory = directory;
		for (String argument : arguments) {
			int equals = argument.indexOf('=');
			if (equals >= 0) {
				this.settings.put(argument.substring(0, equals), argument.substring(equals + 1));
			}
			else {
				this.operations.add(Operation.valueOf(argument));
			}
		}
		if (this.operations.isEmpty()) {
			this.operations.addAll(List.of(Operation.values()));
		}
	}

	/**
	 * Compares and prints.
	 * @param args the directory of the peers, then the operations (default all) and
	 * settings: {@code warmup} and {@code round} in milliseconds, {@code rounds},
	 * {@code starts}, {@code modes}, {@code restoring} ({@code true}: every application
	 * has the library with which Reactor restores thread locals in its operators)
	 * @throws Exception if nothing can be measured
	 */
	public static void main(String[] args) throws Exception {
		List<String> arguments = List.of(args);
		Comparison comparison = new Comparison(Path.of(args[0]), arguments.subList(1, arguments.size()));
		comparison.compareOperations(System.out);
		comparison.compareStarts(System.out);
	}

	private void compareOperations(PrintStream out) throws Exception {
		out.println("Each cell: ns, bytes beyond bare, spans and durations recorded, of one operation.");
		out.println("| operation | bare: ns, B | ours | official | Boot | ours / official, bytes added |");
		out.println("|---|---|---|---|---|---|");
		for (Operation operation : this.operations) {
			Result bare = measure(operation, Telemetry.BARE, Mode.ON);
			for (String mode : setting("modes").split(",")) {
				row(operation, Mode.valueOf(mode), bare, out);
			}
		}
		this.findings.forEach((finding) -> out.println("- " + finding));
	}

	private void row(Operation operation, Mode mode, @Nullable Result bare, PrintStream out) throws Exception {
		Map<Telemetry, Result> results = new EnumMap<>(Telemetry.class);
		StringBuilder row = new StringBuilder("| ").append(operation);
		row.append((mode != Mode.ON) ? " " + mode : "").append(" | ");
		row.append((bare != null) ? format("%.0f, %.0f", bare.nanoseconds(), bare.bytes()) : NONE);
		for (Telemetry telemetry : List.of(Telemetry.OURS, Telemetry.OFFICIAL, Telemetry.BOOT)) {
			Result result = measure(operation, telemetry, mode);
			row.append(" | ");
			if (result == null || bare == null) {
				row.append(NONE);
				continue;
			}
			results.put(telemetry, result);
			row.append(format("%.0f, %+.0f, %.2f, %.2f", result.nanoseconds(), result.bytes() - bare.bytes(),
					result.spans(), result.durations()));
			judge(operation, telemetry, mode, result);
		}
		row.append(" | ").append(ratio(bare, results, operation, mode)).append(" |");
		out.println(row);
	}

	// The ratio means something only where both record the same.
	private String ratio(@Nullable Result bare, Map<Telemetry, Result> results, Operation operation, Mode mode) {
		int spans = mode.hasSpans() ? operation.spans() : 0;
		Result ours = results.get(Telemetry.OURS);
		Result official = results.get(Telemetry.OFFICIAL);
		if (this.incomplete.contains(operation) || bare == null || ours == null || official == null
				|| !ours.hasSpans(spans) || !official.hasSpans(spans) || official.bytes() - bare.bytes() < 1) {
			return NONE;
		}
		return format("%.0f %%", 100 * (ours.bytes() - bare.bytes()) / (official.bytes() - bare.bytes()));
	}

	private void judge(Operation operation, Telemetry telemetry, Mode mode, Result result) {
		int expected = mode.hasSpans() ? operation.spans() : 0;
		if (!result.hasSpans(expected)) {
			if (telemetry != Telemetry.BOOT) {
				this.incomplete.add(operation);
			}
			this.findings.add(format("%s %s %s RECORDS %.2f spans an operation, not %d", telemetry, operation, mode,
					result.spans(), expected));
		}
	}

	private @Nullable Result measure(Operation operation, Telemetry telemetry, Mode mode) throws Exception {
		Path output = Files.createTempFile("measurement", ".log");
		Path file = Files.createTempFile("measurement", ".txt");
		try {
			Process process = new ProcessBuilder(java(), "-XX:+UseParallelGC", "-Xms1g", "-Xmx1g", "-cp",
					operationsPath(telemetry).toString(), "io.otelspring.benchmarks.operations.Measurement",
					operation.name(), telemetry.name(), mode.name(), setting("warmup"), setting("rounds"),
					setting("round"), file.toString())
				.redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			try {
				if (process.waitFor(5, TimeUnit.MINUTES) && process.exitValue() == 0) {
					return Result.parse(Files.readString(file));
				}
			}
			finally {
				process.destroyForcibly();
			}
			this.findings.add(telemetry + " " + operation + " " + mode + " FAILED: " + cause(output));
			return null;
		}
		finally {
			Files.delete(output);
			Files.delete(file);
		}
	}

	private static String cause(Path output) throws IOException {
		List<String> lines = Files.readAllLines(output);
		return lines.stream()
			.filter((line) -> line.startsWith("Caused by: "))
			.reduce((first, second) -> second)
			.orElse(lines.isEmpty() ? "it said nothing" : lines.get(0));
	}

	private void compareStarts(PrintStream out) throws Exception {
		int starts = Integer.parseInt(setting("starts"));
		if (starts == 0) {
			return;
		}
		Map<String, ClassPath> starters = new LinkedHashMap<>();
		for (Telemetry telemetry : List.of(Telemetry.OURS, Telemetry.OFFICIAL, Telemetry.BOOT)) {
			starters.put(telemetry.name(), classPath(telemetry, "start.txt"));
		}
		StartupCost cost = new StartupCost(StartupCost.application().plus(classPath(Telemetry.BARE, "start.txt")),
				starters);
		cost.reportJars(out);
		cost.reportTime(starts, out);
	}

	private ClassPath operationsPath(Telemetry telemetry) throws IOException {
		ClassPath path = classPath(telemetry, "operations.txt");
		return Boolean.parseBoolean(setting("restoring"))
				? path.plus(classPath(Telemetry.OURS, "operations.txt").only("context-propagation-")) : path;
	}

	private ClassPath classPath(Telemetry telemetry, String file) throws IOException {
		return ClassPath
			.read(this.directory.resolve(telemetry.name().toLowerCase(Locale.ROOT)).resolve("target").resolve(file));
	}

	private String setting(String name) {
		return this.settings.getOrDefault(name, "");
	}

	private static String java() {
		return ProcessHandle.current().info().command().orElse("java");
	}

	private static String format(String format, Object... arguments) {
		return String.format(Locale.ROOT, format, arguments);
	}

	/**
	 * What a measurement wrote.
	 *
	 * @param nanoseconds the time of one operation
	 * @param bytes what it allocates
	 * @param spans the spans that it makes
	 * @param durations the durations that it records as metrics
	 */
	private record Result(double nanoseconds, double bytes, double spans, double durations) {

		// Work on another thread may be under way when the measurement ends.
		private static final double TOLERANCE = 0.02;

		static Result parse(String line) {
			String[] values = line.split(" ");
			return new Result(Double.parseDouble(values[0]), Double.parseDouble(values[1]),
					Double.parseDouble(values[2]), Double.parseDouble(values[3]));
		}

		boolean hasSpans(int expected) {
			return Math.abs(this.spans - expected) <= Math.max(expected, 1) * TOLERANCE;
		}

	}

}
