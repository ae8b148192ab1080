// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.prometheus;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The formats that Prometheus reads as text.
 */
enum ScrapeFormat {

	/** Prometheus' own format, which knows no exemplars. */
	TEXT("text/plain; version=0.0.4; charset=utf-8"),

	/** OpenMetrics. */
	OPENMETRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

	private final String contentType;

	ScrapeFormat(String contentType) {
		this.contentType = contentType;
	}

	String contentType() {
		return this.contentType;
	}

	/**
	 * Choose a format.
	 * @param accept the header {@code Accept} or {@code null} if there is none
	 * @return OpenMetrics where it is wanted more than the other, else the text format
	 */
	static ScrapeFormat of(@Nullable String accept) {
		double openMetrics = 0;
		double text = 0;
		for (String range : (accept != null) ? accept.toLowerCase(Locale.ROOT).split(",") : new String[0]) {
			String[] parts = range.split(";");
			String type = parts[0].strip();
			if (type.equals("application/openmetrics-text") && isVersion(parts, "1.0.0")) {
				openMetrics = Math.max(openMetrics, quality(parts));
			}
			else if (type.equals("text/plain") && isVersion(parts, "0.0.4")) {
				text = Math.max(text, quality(parts));
			}
		}
		return (openMetrics > 0 && openMetrics >= text) ? OPENMETRICS : TEXT;
	}

	private static boolean isVersion(String[] parts, String version) {
		String wanted = parameter(parts, "version");
		return wanted == null || wanted.equals(version);
	}

	private static double quality(String[] parts) {
		String quality = parameter(parts, "q");
		try {
			return (quality != null) ? Double.parseDouble(quality) : 1;
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	private static @Nullable String parameter(String[] parts, String name) {
		for (int i = 1; i < parts.length; i++) {
			String part = parts[i].strip();
			if (part.startsWith(name + "=")) {
				return part.substring(name.length() + 1).replace("\"", "").strip();
			}
		}
		return null;
	}

}
