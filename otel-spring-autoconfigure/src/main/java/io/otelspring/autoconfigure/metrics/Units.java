// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.metrics;

import java.util.Locale;
import java.util.Map;

import io.micrometer.core.instrument.Meter;
import org.jspecify.annotations.Nullable;

/**
 * The units' symbols that OpenTelemetry wants, for the words that Micrometer uses.
 */
final class Units {

	static final String SECONDS = "s";

	private static final Map<String, String> SYMBOLS = Map.ofEntries(Map.entry("nanoseconds", "ns"),
			Map.entry("microseconds", "us"), Map.entry("milliseconds", "ms"), Map.entry("seconds", SECONDS),
			Map.entry("minutes", "min"), Map.entry("hours", "h"), Map.entry("days", "d"), Map.entry("bytes", "By"),
			Map.entry("kilobytes", "kBy"), Map.entry("megabytes", "MBy"), Map.entry("gigabytes", "GBy"),
			Map.entry("percent", "%"));

	private Units() {
	}

	static String of(Meter.Id id) {
		return symbol(id.getBaseUnit());
	}

	private static String symbol(@Nullable String unit) {
		return (unit != null) ? SYMBOLS.getOrDefault(unit.toLowerCase(Locale.ROOT), unit) : "";
	}

}
