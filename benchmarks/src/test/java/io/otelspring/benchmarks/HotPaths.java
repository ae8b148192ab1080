// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks;

import java.io.PrintStream;
import java.util.Collection;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks, with JMH's arguments, and sums them up.
 */
public final class HotPaths {

	private HotPaths() {
	}

	public static void main(String[] args) throws Exception {
		CommandLineOptions arguments = new CommandLineOptions(args);
		report(new Runner(new OptionsBuilder().parent(arguments).addProfiler(GCProfiler.class).build()).run(),
				System.out);
	}

	private static void report(Collection<RunResult> results, PrintStream out) {
		out.printf("%n%-28s %-18s %10s %10s%n", "", "", "ns", "B");
		for (RunResult result : results) {
			String benchmark = result.getParams().getBenchmark();
			out.printf("%-28s %-18s %10.0f %10.0f%n", benchmark.substring("io.otelspring.benchmarks.".length()),
					result.getParams().getParam("variant"), result.getPrimaryResult().getScore(),
					result.getSecondaryResults().get("gc.alloc.rate.norm").getScore());
		}
	}

}
