// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.semconv.HttpAttributes;
import io.opentelemetry.semconv.UrlAttributes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import io.otelspring.autoconfigure.config.TelemetryProperties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SamplingRuleCompilerTests {

	private static final String RULE = "otel.traces.sampling.rules[0].";

	private static final String NEXT = "otel.traces.sampling.rules[1].";

	@Test
	void theFirstThatMatchesDecides() {
		SamplingRules rules = compile(RULE + "path", "/health/**", RULE + "ratio", "0", NEXT + "kind", "server",
				NEXT + "method", "get", NEXT + "ratio", "1", "otel.traces.sampling.rules[2].ratio", "0.5");
		assertThat(decide(rules, SpanKind.SERVER, "GET", http("GET", "/health/live"))).contains("AlwaysOff");
		assertThat(decide(rules, SpanKind.SERVER, "GET", http("GET", "/orders"))).contains("AlwaysOn");
		assertThat(decide(rules, SpanKind.SERVER, "POST", http("POST", "/orders"))).contains("0.5");
		assertThat(decide(rules, SpanKind.INTERNAL, "job", Attributes.empty())).contains("0.5");
	}

	@Test
	void spanNamesAreForWhatIsNoRequest() {
		SamplingRules rules = compile(RULE + "span-name", "process *", RULE + "kind", "consumer", RULE + "ratio", "1");
		assertThat(decide(rules, SpanKind.CONSUMER, "process orders", Attributes.empty())).contains("AlwaysOn");
		assertThat(decide(rules, SpanKind.PRODUCER, "process orders", Attributes.empty())).isNull();
		assertThat(decide(rules, SpanKind.CONSUMER, "receive orders", Attributes.empty())).isNull();
	}

	@Test
	void attributesMatchAsTextNumberAndTruthValue() {
		SamplingRules rules = compile(RULE + "attribute.server.port", "8080", RULE + "attribute.rpc.method", "shop.*/*",
				RULE + "attribute.urgent", "true", RULE + "ratio", "1");
		Attributes attributes = Attributes.of(AttributeKey.longKey("server.port"), 8080L,
				AttributeKey.stringKey("rpc.method"), "shop.Orders/place", AttributeKey.booleanKey("urgent"), true);
		assertThat(decide(rules, SpanKind.SERVER, "x", attributes)).contains("AlwaysOn");
		assertThat(decide(rules, SpanKind.SERVER, "x",
				attributes.toBuilder().put(AttributeKey.longKey("server.port"), 81L).build()))
			.isNull();
		assertThat(decide(rules, SpanKind.SERVER, "x",
				attributes.toBuilder().put(AttributeKey.stringKey("rpc.method"), "stock.Items/get").build()))
			.isNull();
	}

	@Test
	void orderHoldsForAnyNumberOfRules() {
		Map<String, String> properties = new LinkedHashMap<>();
		for (int i = 0; i < 150; i++) {
			properties.put("otel.traces.sampling.rules[" + i + "].path", "/p" + (149 - i) + "/{id}");
			properties.put("otel.traces.sampling.rules[" + i + "].ratio", (i % 2 == 0) ? "1" : "0");
		}
		properties.put("otel.traces.sampling.rules[150].ratio", "0.25");
		SamplingRules rules = compile(environment(properties));
		assertThat(decide(rules, SpanKind.SERVER, "GET", http("GET", "/p149/1"))).contains("AlwaysOn");
		assertThat(decide(rules, SpanKind.SERVER, "GET", http("GET", "/p0/1"))).contains("AlwaysOff");
		assertThat(decide(rules, SpanKind.SERVER, "GET", http("GET", "/p0/%31"))).contains("AlwaysOff");
		assertThat(decide(rules, SpanKind.SERVER, "GET", http("GET", "/p1"))).contains("0.25");
	}

	@Test
	void environmentVariablesMakeRules() {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
					Map.of("OTEL_TRACES_SAMPLING_RULES_0_PATH", "/x/**", "OTEL_TRACES_SAMPLING_RULES_0_RATIO", "1")));
		SamplingRules rules = compile(environment);
		assertThat(decide(rules, SpanKind.SERVER, "GET", http("GET", "/x/y"))).contains("AlwaysOn");
	}

	static Stream<Arguments> refused() {
		return Stream.of(Arguments.of("ratio above 1", Map.of(RULE + "ratio", "1.5"), RULE + "ratio", "from 0 to 1"),
				Arguments.of("ratio below 0", Map.of(RULE + "ratio", "-0.1"), RULE + "ratio", "from 0 to 1"),
				Arguments.of("no ratio", Map.of(RULE + "path", "/a"), RULE + "path", "has no ratio"),
				Arguments.of("NaN", Map.of(RULE + "ratio", "NaN"), RULE + "ratio", "from 0 to 1"),
				Arguments.of("unknown key", Map.of(RULE + "pth", "/a", RULE + "ratio", "1"), RULE + "pth",
						"there is no such key"),
				Arguments.of("unknown list", Map.of("otel.traces.sampling.rule[0].ratio", "1"),
						"otel.traces.sampling.rule[0].ratio", "there is no such key"),
				Arguments.of("bad pattern", Map.of(RULE + "path", "/a/{id", RULE + "ratio", "1"), RULE + "path",
						"not a path pattern"),
				Arguments.of("a URL", Map.of(RULE + "path", "http://shop/a", RULE + "ratio", "1"), RULE + "path",
						"the path of a request alone"),
				Arguments.of("empty path", Map.of(RULE + "path", " ", RULE + "ratio", "1"), RULE + "path", "is empty"),
				Arguments.of("misspelt method", Map.of(RULE + "method", "GTE", RULE + "ratio", "1"), RULE + "method",
						"not a request method"),
				Arguments.of("name of a request",
						Map.of(RULE + "span-name", "x", RULE + "path", "/a", RULE + "ratio", "1"), RULE + "span-name",
						"no name yet"),
				Arguments.of("attribute of the end",
						Map.of(RULE + "attribute.http.response.status_code", "500", RULE + "ratio", "1"),
						RULE + "attribute.http.response.status_code", "not known yet"),
				Arguments.of("after all", Map.of(RULE + "ratio", "0", NEXT + "path", "/a", NEXT + "ratio", "1"),
						NEXT + "ratio", "never decides"),
				Arguments.of("after a wider path",
						Map.of(RULE + "path", "/a/**", RULE + "ratio", "0", NEXT + "path", "/a/{id}", NEXT + "method",
								"GET", NEXT + "ratio", "1"),
						NEXT + "ratio", "never decides"),
				Arguments.of("twice",
						Map.of(RULE + "kind", "consumer", RULE + "attribute.x", "1", RULE + "ratio", "0", NEXT + "kind",
								"CONSUMER", NEXT + "attribute.x", "1", NEXT + "ratio", "1"),
						NEXT + "ratio", "never decides"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("refused")
	void whatCannotBeMeantIsRefused(String what, Map<String, String> properties, String property, String reason) {
		StandardEnvironment environment = environment(properties);
		assertThatThrownBy(() -> compile(environment)).satisfies((ex) -> {
			String shown = shown(ex);
			assertThat(shown).contains("Property: " + property, reason);
			if (properties.containsKey(property) && !properties.get(property).isBlank()) {
				assertThat(shown).contains("Value: \"" + properties.get(property) + "\"", "file.yml");
			}
		});
	}

	@Test
	void misspeltKindIsRefusedByTheBinder() {
		assertThatThrownBy(() -> compile(environment(Map.of(RULE + "kind", "SEVRER", RULE + "ratio", "1"))))
			.hasStackTraceContaining("SEVRER")
			.hasStackTraceContaining("SpanKind");
	}

	@Test
	void narrowerRuleBeforeAWiderOneIsFine() {
		assertThat(compile(RULE + "path", "/a/{id}", RULE + "ratio", "1", NEXT + "path", "/a/**", NEXT + "ratio", "0")
			.isEmpty()).isFalse();
	}

	private static String shown(Throwable failure) {
		// The analyzer is what a user sees of it
		return io.otelspring.autoconfigure.config.FailureTexts.of(failure);
	}

	private static Attributes http(String method, String path) {
		return Attributes.of(HttpAttributes.HTTP_REQUEST_METHOD, method, UrlAttributes.URL_PATH, path);
	}

	private static @Nullable String decide(SamplingRules rules, SpanKind kind, String name, Attributes attributes) {
		SamplingRule rule = rules.find(kind, name, attributes);
		return (rule != null) ? rule.sampler.getDescription() : null;
	}

	private static SamplingRules compile(String... pairs) {
		Map<String, String> properties = new LinkedHashMap<>();
		for (int i = 0; i < pairs.length; i += 2) {
			properties.put(pairs[i], pairs[i + 1]);
		}
		return compile(environment(properties));
	}

	private static StandardEnvironment environment(Map<String, String> properties) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("file.yml", new LinkedHashMap<>(properties)));
		return environment;
	}

	private static SamplingRules compile(StandardEnvironment environment) {
		List<SamplingProperties.Rule> rules = Binder.get(environment)
			.bindOrCreate("otel.traces.sampling", SamplingProperties.class)
			.rules();
		return SamplingRuleCompiler.compile(rules, TelemetryProperties.from(environment));
	}

}
