// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.operations;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import com.sun.management.ThreadMXBean;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * Measures one operation with the telemetry of this JVM's class path: the processor time
 * and the bytes that the threads need for it, and what was recorded.
 *
 * @param nanoseconds the processor time of one operation, the median of the rounds
 * @param bytes what one operation allocates, the median of the rounds
 * @param spans the spans of one operation
 * @param durations the durations that one operation records as metrics
 */
public record Measurement(double nanoseconds, double bytes, double spans, double durations) {

	// So many calls at least, that the compiler has seen enough, however slow the machine
	// is.
	private static final int WARMUP_OPERATIONS = 40_000;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static volatile Object result = "";

	/**
	 * Measures, writes the result to a file, and ends the process.
	 * @param args the operation, the telemetry, its mode, milliseconds of warm-up,
	 * rounds, milliseconds of a round, the file
	 * @throws Exception if anything fails
	 */
	public static void main(String[] args) throws Exception {
		Operation operation = Operation.valueOf(args[0]);
		Telemetry telemetry = Telemetry.valueOf(args[1]);
		Telemetry.Mode mode = Telemetry.Mode.valueOf(args[2]);
		int status = 1;
		try {
			ConfigurableApplicationContext application = start(operation, telemetry, mode);
			Measurement measured = measure(application, operation, telemetry, Long.parseLong(args[3]),
					Integer.parseInt(args[4]), Long.parseLong(args[5]));
			Files.writeString(Path.of(args[6]), measured.toLine());
			status = 0;
		}
		catch (Throwable ex) {
			ex.printStackTrace();
		}
		// Nothing is flushed nor waited for.
		Runtime.getRuntime().halt(status);
	}

	static ConfigurableApplicationContext start(Operation operation, Telemetry telemetry, Telemetry.Mode mode)
			throws ClassNotFoundException {
		List<String> arguments = new ArrayList<>(
				List.of("server.port=0", "server.address=127.0.0.1", "spring.mvc.servlet.load-on-startup=1",
						"logging.level.root=error", "spring.grpc.server.port=0", "spring.grpc.server.address=127.0.0.1",
						"spring.grpc.server.inprocess.name=benchmark", "spring.application.name=benchmark"));
		arguments.addAll(operation.properties());
		arguments.addAll(telemetry.properties());
		arguments.addAll(telemetry.properties(mode));
		SpringApplicationBuilder application = new SpringApplicationBuilder(Application.class)
			.bannerMode(Banner.Mode.OFF)
			.web(operation.type());
		application.sources(operation.sources().toArray(Class<?>[]::new));
		if (!telemetry.backend().isEmpty()) {
			application.sources(Class.forName(telemetry.backend()));
		}
		return application.run(arguments.stream().map((argument) -> "--" + argument).toArray(String[]::new));
	}

	static Measurement measure(ConfigurableApplicationContext application, Operation operation, Telemetry telemetry,
			long warmup, int rounds, long round) throws Exception {
		Recorded recorded = application.getBeanProvider(Recorded.class).getIfAvailable(() -> Recorded.NOTHING);
		Callable<?> callable = operation.prepare(application, telemetry);
		long calls = calibrate(callable, warmup, round, (warmup >= 1000) ? WARMUP_OPERATIONS / operation.batch() : 0);
		double[] times = new double[rounds];
		double[] bytes = new double[rounds];
		double operations = (double) calls * operation.batch();
		long spans = recorded.spans();
		long durations = recorded.durations();
		for (int i = 0; i < rounds; i++) {
			long[] threads = THREADS.getAllThreadIds();
			long[] allocated = THREADS.getThreadAllocatedBytes(threads);
			long[] start = THREADS.getThreadCpuTime(threads);
			for (long call = 0; call < calls; call++) {
				result = callable.call();
			}
			times[i] = sum(start, THREADS.getThreadCpuTime(threads)) / operations;
			bytes[i] = sum(allocated, THREADS.getThreadAllocatedBytes(threads)) / operations;
		}
		return new Measurement(median(times), median(bytes), (recorded.spans() - spans) / (rounds * operations),
				(recorded.durations() - durations) / (rounds * operations));
	}

	// Warms up, and finds how many calls fill a round.
	private static long calibrate(Callable<?> callable, long warmup, long round, long least) throws Exception {
		long done = 0;
		long end = System.nanoTime() + warmup * 1_000_000;
		long calls = 1;
		long perRound;
		do {
			long start = System.nanoTime();
			for (long call = 0; call < calls; call++) {
				result = callable.call();
			}
			done += calls;
			long time = Math.max(System.nanoTime() - start, 1);
			perRound = Math.max(1, calls * round * 1_000_000 / time);
			calls = Math.max(1, Math.min(calls * 2, perRound));
		}
		while (System.nanoTime() < end || done < least);
		return perRound;
	}

	// A thread that has ended has a negative value, and is left out.
	private static long sum(long[] before, long[] after) {
		long sum = 0;
		for (int i = 0; i < before.length; i++) {
			sum += Math.max(after[i] - before[i], 0);
		}
		return sum;
	}

	private static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		int middle = sorted.length / 2;
		return (sorted.length % 2 != 0) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	private String toLine() {
		return String.format(Locale.ROOT, "%.2f %.2f %.4f %.4f", this.nanoseconds, this.bytes, this.spans,
				this.durations);
	}

	/**
	 * The application, as whoever starts with Boot has it.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
