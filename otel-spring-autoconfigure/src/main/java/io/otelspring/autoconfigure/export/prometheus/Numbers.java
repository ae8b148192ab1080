// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.prometheus;

/**
 * Numbers as Prometheus reads them.
 */
final class Numbers {

	private Numbers() {
	}

	static String text(double value) {
		if (Double.isInfinite(value)) {
			return (value > 0) ? "+Inf" : "-Inf";
		}
		return Double.toString(value);
	}

	/**
	 * Append a time in seconds, to the millisecond.
	 * @param line where to
	 * @param epochNanos the time in nanoseconds
	 */
	static void seconds(StringBuilder line, long epochNanos) {
		long millis = epochNanos / 1_000_000;
		long fraction = millis % 1000;
		line.append(millis / 1000).append((fraction < 10) ? ".00" : (fraction < 100) ? ".0" : ".").append(fraction);
	}

}
