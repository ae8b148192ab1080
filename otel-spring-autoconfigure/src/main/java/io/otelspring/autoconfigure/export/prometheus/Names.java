// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.prometheus;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Names as Prometheus has them, by the specification's rules.
 */
final class Names {

	private static final String TOTAL = "_total";

	private static final Map<String, String> UNITS = Map.ofEntries(Map.entry("d", "days"), Map.entry("h", "hours"),
			Map.entry("min", "minutes"), Map.entry("s", "seconds"), Map.entry("ms", "milliseconds"),
			Map.entry("us", "microseconds"), Map.entry("ns", "nanoseconds"), Map.entry("By", "bytes"),
			Map.entry("KiBy", "kibibytes"), Map.entry("MiBy", "mebibytes"), Map.entry("GiBy", "gibibytes"),
			Map.entry("TiBy", "tibibytes"), Map.entry("kBy", "kilobytes"), Map.entry("MBy", "megabytes"),
			Map.entry("GBy", "gigabytes"), Map.entry("TBy", "terabytes"), Map.entry("m", "meters"),
			Map.entry("V", "volts"), Map.entry("A", "amperes"), Map.entry("J", "joules"), Map.entry("W", "watts"),
			Map.entry("g", "grams"), Map.entry("Cel", "celsius"), Map.entry("Hz", "hertz"), Map.entry("%", "percent"));

	private static final Map<String, String> PER = Map.of("d", "day", "h", "hour", "min", "minute", "s", "second", "ms",
			"millisecond", "us", "microsecond", "ns", "nanosecond", "By", "byte", "m", "meter");

	private Names() {
	}

	/**
	 * Return a metric's name, without {@code _total}, which a counter's samples have.
	 * @param prefix what comes before each name, or nothing
	 * @param name the name by OpenTelemetry
	 * @param unit the unit as Prometheus writes it, or {@code null} if there is none
	 * @param counter whether it is a counter
	 * @return the name
	 */
	static String metric(String prefix, String name, @Nullable String unit, boolean counter) {
		String result = escape(prefix.isEmpty() ? name : prefix + '_' + name, true);
		if (counter && result.endsWith(TOTAL) && result.length() > TOTAL.length()) {
			result = result.substring(0, result.length() - TOTAL.length());
		}
		return (unit != null && !result.equals(unit) && !result.endsWith('_' + unit))
				? escape(result + '_' + unit, true) : result;
	}

	/**
	 * Return a label's name.
	 * @param key the attribute's key
	 * @return the name
	 */
	static String label(String key) {
		return escape(key, false);
	}

	/**
	 * Return a unit as Prometheus writes it.
	 * @param unit the unit by UCUM
	 * @return the word for it, or {@code null} if it counts things
	 */
	static @Nullable String unit(String unit) {
		String plain = unit.replaceAll("\\{[^}]*}", "").strip();
		int slash = plain.indexOf('/');
		String word;
		if (slash < 0) {
			word = plain.equals("1") ? "" : UNITS.getOrDefault(plain, plain);
		}
		else {
			String amount = plain.substring(0, slash).strip();
			String time = plain.substring(slash + 1).strip();
			word = (amount.isEmpty() || amount.equals("1")) ? "" : UNITS.getOrDefault(amount, amount) + '_';
			word = time.isEmpty() ? UNITS.getOrDefault(amount, amount) : word + "per_" + PER.getOrDefault(time, time);
			if (amount.isEmpty() && time.isEmpty()) {
				word = "";
			}
		}
		String escaped = word.isEmpty() ? "" : trim(escape(word, true));
		return escaped.isEmpty() ? null : escaped;
	}

	private static String trim(String word) {
		int start = word.startsWith("_") ? 1 : 0;
		return (word.endsWith("_") && word.length() > start) ? word.substring(start, word.length() - 1)
				: word.substring(start);
	}

	private static String escape(String name, boolean colon) {
		StringBuilder escaped = new StringBuilder(name.length() + 1);
		if (!name.isEmpty() && isDigit(name.charAt(0))) {
			escaped.append('_');
		}
		for (int i = 0; i < name.length(); i++) {
			char character = name.charAt(i);
			boolean kept = isLetter(character) || isDigit(character) || (colon && character == ':');
			char replaced = kept ? character : '_';
			if (replaced != '_' || escaped.isEmpty() || escaped.charAt(escaped.length() - 1) != '_') {
				escaped.append(replaced);
			}
		}
		return escaped.toString();
	}

	private static boolean isLetter(char character) {
		return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
	}

	private static boolean isDigit(char character) {
		return character >= '0' && character <= '9';
	}

}
