// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.util.regex.Pattern;

/**
 * The syntax of instrument names and units, looked at when a method is compiled: the SDK
 * would drop an instrument that breaks it.
 */
final class MetricNames {

	private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]{0,254}");

	private static final Pattern FORBIDDEN = Pattern.compile("[^A-Za-z0-9_./-]");

	private static final int MAX_UNIT = 63;

	private MetricNames() {
	}

	/**
	 * Make a name out of a class and a method, which may hold other letters.
	 * @param name the name
	 * @return a name that is accepted
	 */
	static String sanitise(String name) {
		String result = FORBIDDEN.matcher(name).replaceAll("_");
		return NAME.matcher(result).matches() ? result : "method." + result;
	}

	static boolean accept(String name, String unit, String annotation, RecipeCompiler.Findings findings) {
		if (!NAME.matcher(name).matches()) {
			findings.add(annotation, "'" + name
					+ "' is not a metric name: a letter, then letters, digits and _ . - /, at most 255 in all");
			return false;
		}
		if (unit.length() > MAX_UNIT || !unit.chars().allMatch((letter) -> letter < 128)) {
			findings.add(annotation, "'" + unit + "' is not a unit: at most 63 ASCII characters");
			return false;
		}
		return true;
	}

}
