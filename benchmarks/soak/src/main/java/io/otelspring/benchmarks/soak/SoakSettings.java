// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How a soak is run.
 *
 * @param directory where its files go
 * @param points how often it is measured
 * @param interval the time between two points, in which the collector has each of its
 * faults once
 * @param clients how many clients ask at the same time
 * @param spool whether what cannot be exported goes to disk
 */
record SoakSettings(Path directory, int points, Duration interval, int clients, boolean spool) {

	static SoakSettings of(String... arguments) {
		Map<String, String> values = new HashMap<>();
		for (String argument : arguments) {
			int equals = argument.indexOf('=');
			if (equals < 0) {
				throw new IllegalArgumentException(argument + " has no value");
			}
			values.put(argument.substring(0, equals), argument.substring(equals + 1));
		}
		return new SoakSettings(Path.of(values.getOrDefault("directory", "target")),
				Integer.parseInt(values.getOrDefault("minutes", "21")),
				Duration.ofSeconds(Integer.parseInt(values.getOrDefault("seconds", "60"))),
				Integer.parseInt(values.getOrDefault("clients", "8")),
				Boolean.parseBoolean(values.getOrDefault("spool", "true")));
	}

}
