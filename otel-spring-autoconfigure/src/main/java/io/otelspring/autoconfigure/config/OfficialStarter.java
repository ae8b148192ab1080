// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Lets the names that OpenTelemetry's own Spring Boot starter has for something act as
 * ours, with the lowest precedence: where both are set, ours wins. Names that are the
 * same in both need nothing.
 */
class OfficialStarter implements EnvironmentPostProcessor, Ordered {

	private static final String PREFIX = "otel.";

	private static final String SERVER = "otel.instrumentation.http.server.enabled";

	private static final String CLIENT = "otel.instrumentation.http.client.enabled";

	private static final String LOGGING = "otel.instrumentation.logging.";

	private static final Map<String, List<String>> OURS = new HashMap<>();

	static {
		instrumentation("spring-webmvc.enabled", SERVER);
		instrumentation("spring-webflux.enabled", SERVER, CLIENT);
		instrumentation("spring-web.enabled", CLIENT);
		instrumentation("spring-scheduling.enabled", "otel.instrumentation.scheduling.enabled");
		instrumentation("runtime-telemetry.enabled", "otel.instrumentation.runtime-metrics.enabled");
		for (String appender : List.of("logback-appender.", "log4j-appender.")) {
			instrumentation(appender + "enabled", LOGGING + "enabled");
			instrumentation(appender + "experimental.capture-code-attributes", LOGGING + "capture-code");
			instrumentation(appender + "experimental.capture-mdc-attributes", LOGGING + "capture-mdc");
			instrumentation(appender + "experimental.mdc-attributes.included", LOGGING + "capture-mdc");
		}
		instrumentation("common.logging.trace-id-key", LOGGING + "mdc.trace-id-key");
		instrumentation("common.logging.span-id-key", LOGGING + "mdc.span-id-key");
		instrumentation("sanitization.url.experimental.sensitive-query-parameters", "otel.redaction.query-parameters");
		put("otel.experimental.metrics.cardinality.limit", "otel.java.metrics.cardinality.limit");
		put("otel.experimental.resource.disabled.keys", "otel.resource.disabled.keys");
	}

	private static void instrumentation(String theirs, String... ours) {
		put("otel.instrumentation." + theirs, ours);
	}

	private static void put(String theirs, String... ours) {
		OURS.put(NearestName.squeeze(theirs), Arrays.asList(ours));
	}

	/**
	 * Return what the official starter's name for something is called here.
	 * @param name the name, without the index of a list's element
	 * @return our names, none if it is not known or has none
	 */
	static List<String> ours(String name) {
		return OURS.getOrDefault(NearestName.squeeze(name), List.of());
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		Map<String, Object> values = new LinkedHashMap<>();
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (source instanceof EnumerablePropertySource<?> enumerable) {
				for (String name : enumerable.getPropertyNames()) {
					if (name.startsWith(PREFIX) || name.startsWith("OTEL_")) {
						add(enumerable, name, application, values);
					}
				}
			}
		}
		if (!values.isEmpty()) {
			environment.getPropertySources()
				.addLast(new OriginTrackedMapPropertySource("otelSpringOfficialStarter", values, true));
		}
	}

	private static void add(EnumerablePropertySource<?> source, String name, SpringApplication application,
			Map<String, Object> values) {
		int bracket = name.indexOf('[');
		String index = (bracket > 0) ? name.substring(bracket) : "";
		String base = name.substring(0, name.length() - index.length());
		for (String ours : applicable(base, application)) {
			Object value = source.getProperty(name);
			if (value != null) {
				values.putIfAbsent(ours + index, OriginTrackedValue.of(value, PropertySourceOrigin.get(source, name)));
			}
		}
	}

	// Its switch for WebFlux is one for WebClient too, and its switch for WebMVC is
	// nothing to a reactive server.
	private static List<String> applicable(String name, SpringApplication application) {
		List<String> ours = ours(name);
		if (ours.contains(SERVER)) {
			boolean reactive = application.getWebApplicationType() == WebApplicationType.REACTIVE;
			if (reactive != name.toLowerCase(Locale.ROOT).contains("webflux")) {
				return List.of();
			}
		}
		return ours;
	}

	@Override
	public int getOrder() {
		// After all files are read, before anybody asks for a switch
		return Ordered.LOWEST_PRECEDENCE - 100;
	}

}
