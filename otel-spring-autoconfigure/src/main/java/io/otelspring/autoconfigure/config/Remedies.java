// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Knows what somebody meant who wrote a value that is not accepted. Loaded only when
 * there is such a value.
 */
final class Remedies {

	private static final Pattern NUMBER = Pattern.compile("(\\d+([.,]\\d+)?)\\s*(%)?");

	private static final Pattern SPAN = Pattern.compile("(\\d+)\\s*([a-z]+)\\.?");

	private static final Pattern ADDRESS = Pattern
		.compile("([a-z0-9]+://)?([\\w.-]+|\\[[0-9a-f:]+])(:\\d{1,5})?(/[\\w./-]*)?", Pattern.CASE_INSENSITIVE);

	private static final Map<String, String> UNITS = Map.ofEntries(Map.entry("sec", "s"), Map.entry("secs", "s"),
			Map.entry("second", "s"), Map.entry("seconds", "s"), Map.entry("min", "m"), Map.entry("mins", "m"),
			Map.entry("minute", "m"), Map.entry("minutes", "m"), Map.entry("millis", "ms"),
			Map.entry("milliseconds", "ms"), Map.entry("msec", "ms"), Map.entry("hour", "h"), Map.entry("hours", "h"));

	private static final Map<String, String> PROTOCOLS = Map.ofEntries(Map.entry("http", "http/protobuf"),
			Map.entry("https", "http/protobuf"), Map.entry("http/proto", "http/protobuf"),
			Map.entry("http_protobuf", "http/protobuf"), Map.entry("http-protobuf", "http/protobuf"),
			Map.entry("protobuf", "http/protobuf"), Map.entry("otlp", "http/protobuf"),
			Map.entry("grpc/protobuf", "grpc"), Map.entry("grpcs", "grpc"), Map.entry("http/grpc", "grpc"));

	private static final Map<String, String> EXPORTERS = Map.of("logging", "console", "stdout", "console", "log",
			"console", "jaeger", "otlp", "otlp_http", "otlp", "otlp_grpc", "otlp", "otlphttp", "otlp", "otlpgrpc",
			"otlp", "otlp/http", "otlp");

	private static final Map<String, String> PROPAGATORS = Map.of("w3c", "tracecontext", "traceparent", "tracecontext",
			"trace-context", "tracecontext", "b3single", "b3", "b3-multi", "b3multi", "b3_multi", "b3multi", "aws",
			"xray", "x-ray", "xray", "w3cbaggage", "baggage");

	private Remedies() {
	}

	/**
	 * Say what to write instead.
	 * @param property the property
	 * @param value what is written
	 * @return the sentence, or {@code null} if it is not clear what was meant
	 */
	static @Nullable String of(SpecifiedProperty property, String value) {
		String name = property.name();
		String text = value.strip().toLowerCase(Locale.ROOT);
		if (name.endsWith(".exporter")) {
			return exporter(property, text);
		}
		if (name.equals("otel.propagators")) {
			return element(property, text, PROPAGATORS);
		}
		if (name.endsWith("otlp.protocol") || name.endsWith("traces.protocol") || name.endsWith("metrics.protocol")
				|| name.endsWith("logs.protocol")) {
			return protocol(property, text);
		}
		if (name.equals("otel.traces.sampler")) {
			return sampler(property, text);
		}
		if (name.equals("otel.traces.sampler.arg") || name.endsWith(".ratio")) {
			String ratio = PropertyCombinations.isRatio(text) ? null : ratio(text);
			return (ratio != null) ? write(name, ratio) : null;
		}
		return switch (property.type()) {
			case BOOLEAN -> bool(name, text);
			case URL -> address(name, Secrets.mask(name, value.strip()));
			case DURATION, INTERVAL -> duration(name, text);
			case INTEGER, COUNT -> text.matches("\\d+\\.0+|\\d+([_'. ,]\\d{3})+")
					? write(name, text.replaceAll("\\.0+$", "").replaceAll("\\D", "")) : null;
			case MAP ->
				"Write " + name + " as name=value,name=value, with an equals sign and no colon, or as a YAML map.";
			case REFUSED -> "Remove " + name + ". " + property.description();
			default -> property.values().contains(text) ? null : nearest(property, text);
		};
	}

	/**
	 * Read a number that was meant as a ratio.
	 * @param text the number
	 * @return the ratio, or {@code null} if it cannot be one
	 */
	private static @Nullable String ratio(String text) {
		Matcher number = NUMBER.matcher(text);
		if (!number.matches()) {
			return null;
		}
		double ratio = Double.parseDouble(number.group(1).replace(',', '.'));
		if (number.group(3) != null || (ratio > 1 && ratio <= 100 && number.group(2) == null)) {
			ratio /= 100;
		}
		return (ratio <= 1) ? Double.toString(ratio) : null;
	}

	private static @Nullable String sampler(SpecifiedProperty property, String text) {
		String ratio = ratio(text);
		if (ratio != null) {
			return "Set otel.traces.sampler to parentbased_traceidratio, and otel.traces.sampler.arg to " + ratio + ".";
		}
		return nearest(property, text.replace('-', '_'));
	}

	private static @Nullable String exporter(SpecifiedProperty property, String text) {
		if (text.equals("jaeger")) {
			return "Set " + property.name() + " to otlp: Jaeger receives OTLP at its ports 4317 and 4318.";
		}
		return element(property, text, EXPORTERS);
	}

	private static @Nullable String element(SpecifiedProperty property, String text, Map<String, String> meant) {
		for (String element : text.split(",")) {
			String name = meant.getOrDefault(element.strip(), NearestName.of(element.strip(), property.values()));
			if (name != null && !property.values().contains(element.strip())) {
				return "Did you mean '" + name + "' in place of '" + element.strip() + "'? "
						+ write(property.name(), text.replace(element.strip(), name));
			}
		}
		return null;
	}

	private static @Nullable String protocol(SpecifiedProperty property, String text) {
		if (text.equals("http/json") || text.equals("json")) {
			return write(property.name(), "http/protobuf") + " Who takes OTLP as JSON takes this as well.";
		}
		String protocol = PROTOCOLS.get(text);
		return (protocol != null) ? write(property.name(), protocol) : nearest(property, text);
	}

	private static @Nullable String bool(String name, String text) {
		if (List.of("yes", "y", "on", "1", "enabled", "t").contains(text)) {
			return write(name, "true");
		}
		return List.of("no", "n", "off", "0", "disabled", "f").contains(text) ? write(name, "false") : null;
	}

	private static @Nullable String duration(String name, String text) {
		Matcher span = SPAN.matcher(text);
		String unit = span.matches() ? UNITS.get(span.group(2)) : null;
		return (unit != null) ? write(name, span.group(1) + unit) : null;
	}

	private static @Nullable String address(String name, String text) {
		Matcher address = ADDRESS.matcher(text);
		if (!address.matches() || text.startsWith("http")) {
			return null;
		}
		String rest = (address.group(1) != null) ? text.substring(address.group(1).length()) : text;
		return write(name, "http://" + rest) + " Or https:// if the receiver expects TLS.";
	}

	private static @Nullable String nearest(SpecifiedProperty property, String text) {
		String nearest = NearestName.of(text, property.values());
		return (nearest != null) ? "Did you mean '" + nearest + "'? " + write(property.name(), nearest) : null;
	}

	static String write(String name, String value) {
		return "Set " + name + " to: " + value + ".";
	}

}
