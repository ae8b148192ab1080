// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.config.ConfiguredValue;
import io.otelspring.autoconfigure.config.InvalidTelemetryPropertyException;
import io.otelspring.autoconfigure.config.TelemetryProperties;

/**
 * Compiles the rules, and refuses those that cannot do what their author meant.
 */
final class SamplingRuleCompiler {

	private static final String PREFIX = "otel.traces.sampling.";

	private static final String RULES = PREFIX + "rules";

	private static final String KEYS = "path, method, kind, span-name, attribute.*, ratio";

	private static final String PATHS = "Write a pattern as Spring has them, such as /orders/{id} or /static/**.";

	private static final Set<String> METHODS = Set.of("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST",
			"PUT", "QUERY", "TRACE", "_OTHER");

	private static final Set<String> KNOWN_LATER = Set.of("http.route", "http.response.status_code", "error.type",
			"http.request.method_original", "http.request.resend_count", "network.peer.address", "network.peer.port",
			"network.protocol.name", "network.protocol.version", "rpc.response.status_code", "rpc.method_original",
			"db.response.status_code", "db.response.returned_rows", "exception.type", "exception.message",
			"messaging.message.id", "messaging.kafka.offset", "messaging.destination.partition.id");

	private final TelemetryProperties properties;

	private final Set<String> methods = new HashSet<>(METHODS);

	private SamplingRuleCompiler(TelemetryProperties properties) {
		this.properties = properties;
		this.methods.addAll(properties.getList("otel.instrumentation.http.known-methods"));
	}

	/**
	 * Compile the rules.
	 * @param rules the rules as configured
	 * @param properties the application's properties, which know where each rule stands
	 * @return the compiled rules
	 * @throws InvalidTelemetryPropertyException if one of them cannot be meant
	 */
	static SamplingRules compile(List<SamplingProperties.Rule> rules, TelemetryProperties properties) {
		SamplingRuleCompiler compiler = new SamplingRuleCompiler(properties);
		compiler.refuseUnknownKeys();
		return rules.isEmpty() ? SamplingRules.NONE : new SamplingRules(compiler.compile(rules));
	}

	private void refuseUnknownKeys() {
		for (ConfiguredValue value : this.properties.values().values()) {
			String name = value.name();
			if (name.startsWith(PREFIX) && !isKnown(name.substring(PREFIX.length()).toLowerCase(Locale.ROOT))) {
				throw this.properties.invalid(name, "there is no such key",
						"Write " + RULES + " as a list whose entries have " + KEYS + ".");
			}
		}
	}

	private static boolean isKnown(String name) {
		return name.equals("rules") || name.replace("-", "")
			.matches("rules(\\[\\d+]|\\.\\d+)\\.(path|method|kind|spanname|span\\.name|ratio|attribute[.\\[].+)");
	}

	private List<SamplingRule> compile(List<SamplingProperties.Rule> rules) {
		List<SamplingRule> compiled = new ArrayList<>();
		for (int i = 0; i < rules.size(); i++) {
			SamplingRule rule = compile(rules.get(i), i);
			for (int earlier = 0; earlier < i; earlier++) {
				if (compiled.get(earlier).covers(rule)) {
					throw invalid(i, "ratio", "rule " + (i + 1) + " never decides, since rule " + (earlier + 1)
							+ " matches all that it matches", "Put it before that one, or remove it.");
				}
			}
			compiled.add(rule);
		}
		return compiled;
	}

	private SamplingRule compile(SamplingProperties.Rule rule, int index) {
		Double ratio = rule.ratio();
		if (ratio == null) {
			throw missingRatio(index);
		}
		if (!(ratio >= 0 && ratio <= 1)) {
			throw invalid(index, "ratio", "it must be from 0 to 1");
		}
		if (rule.spanName() != null && (rule.path() != null || rule.method() != null)) {
			throw invalid(index, "span-name",
					"an HTTP request has no name yet when its span starts: leave it out, path and method suffice");
		}
		String name = notBlank(rule.spanName(), index, "span-name");
		return new SamplingRule(rule.kind(), method(rule, index), path(rule, index),
				(name != null) ? new WildcardText(name) : null, attributes(rule, index), ratio);
	}

	private @Nullable String method(SamplingProperties.Rule rule, int index) {
		String method = notBlank(rule.method(), index, "method");
		if (method == null) {
			return null;
		}
		String known = this.methods.contains(method) ? method : method.toUpperCase(Locale.ROOT);
		if (!this.methods.contains(known)) {
			throw invalid(index, "method", "it is not a request method that is recorded by its name; '_OTHER' stands "
					+ "for those, and otel.instrumentation.http.known-methods lists more");
		}
		return known;
	}

	private @Nullable PathCondition path(SamplingProperties.Rule rule, int index) {
		String path = notBlank(rule.path(), index, "path");
		if (path == null) {
			return null;
		}
		if (path.contains("://") || path.indexOf('?') != path.lastIndexOf('?') && path.contains("=")) {
			throw invalid(index, "path", "it is matched against the path of a request alone", PATHS);
		}
		try {
			return PathCondition.parse(path);
		}
		catch (IllegalArgumentException ex) {
			throw invalid(index, "path", "it is not a path pattern: " + ex.getMessage(), PATHS);
		}
	}

	private AttributeCondition[] attributes(SamplingProperties.Rule rule, int index) {
		List<AttributeCondition> conditions = new ArrayList<>();
		for (Map.Entry<String, String> entry : rule.attribute().entrySet()) {
			String name = entry.getKey();
			if (KNOWN_LATER.contains(name)) {
				throw invalid(index, "attribute." + name,
						"'" + name + "' is not known yet when a span starts, so that the rule never matches",
						"Remove it. To export traces that failed or were slow, set otel.traces.keep.errors or "
								+ "otel.traces.keep.slower-than.");
			}
			conditions.add(new AttributeCondition(name, entry.getValue()));
		}
		return conditions.toArray(new AttributeCondition[0]);
	}

	private @Nullable String notBlank(@Nullable String value, int index, String key) {
		if (value != null && value.isBlank()) {
			throw invalid(index, key, "it is empty: give it a value, or leave it out");
		}
		return (value != null) ? value.strip() : null;
	}

	private InvalidTelemetryPropertyException missingRatio(int index) {
		String written = this.properties.values()
			.values()
			.stream()
			.map(ConfiguredValue::name)
			.filter((name) -> name.startsWith(RULES + "[" + index + "].") || name.startsWith(RULES + "." + index + "."))
			.findFirst()
			.orElse(RULES + "[" + index + "]");
		return this.properties.invalid(written, "rule " + (index + 1) + " has no ratio",
				"Add a ratio from 0 to 1 to the rule, such as 0.1.");
	}

	private InvalidTelemetryPropertyException invalid(int index, String key, String reason) {
		return invalid(index, key, reason, null);
	}

	private InvalidTelemetryPropertyException invalid(int index, String key, String reason, @Nullable String remedy) {
		String attribute = key.startsWith("attribute.") ? "attribute[" + key.substring("attribute.".length()) + "]"
				: key;
		String name = Stream
			.of(RULES + "[" + index + "]." + key, RULES + "[" + index + "]." + attribute,
					RULES + "." + index + "." + key)
			.filter((written) -> this.properties.originOf(written) != null)
			.findFirst()
			.orElse(RULES + "[" + index + "]." + key);
		return this.properties.invalid(name, reason, remedy);
	}

}
