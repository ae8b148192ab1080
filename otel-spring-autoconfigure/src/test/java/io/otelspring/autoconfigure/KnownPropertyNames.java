// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.json.JsonParserFactory;

/**
 * The names of properties that exist: those of all metadata on the class path, and those
 * that are read by conditions.
 */
final class KnownPropertyNames {

	private static final Set<String> WITHOUT_METADATA = Set.of("otel.instrumentation.common.default-enabled",
			"otel.register-global", "otel.config.file", "management.health.otel.enabled",
			"spring.reactor.context-propagation", "spring.webflux.base-path",
			"spring.integration.management.observation-patterns");

	private final Set<String> names = new TreeSet<>();

	private final Set<String> maps = new TreeSet<>();

	private final Set<String> switches = new TreeSet<>();

	KnownPropertyNames() throws IOException {
		for (String file : List.of("spring-configuration-metadata.json",
				"additional-spring-configuration-metadata.json")) {
			for (URL url : Collections.list(getClass().getClassLoader().getResources("META-INF/" + file))) {
				try (var stream = url.openStream()) {
					add(JsonParserFactory.getJsonParser()
						.parseMap(new String(stream.readAllBytes(), StandardCharsets.UTF_8)));
				}
			}
		}
		for (String candidate : ImportCandidates.load(AutoConfiguration.class, null)) {
			if (candidate.startsWith(getClass().getPackageName())) {
				addSwitch(candidate);
			}
		}
		WITHOUT_METADATA.forEach((name) -> this.names.add(normalise(name)));
		this.switches.forEach((name) -> this.names.add(normalise(name)));
	}

	@SuppressWarnings("unchecked")
	private void add(Map<String, Object> metadata) {
		for (Map<String, Object> property : (List<Map<String, Object>>) metadata.getOrDefault("properties",
				List.of())) {
			String name = normalise(String.valueOf(property.get("name")));
			this.names.add(name);
			if (String.valueOf(property.get("type")).startsWith("java.util.Map<")) {
				this.maps.add(name);
			}
		}
	}

	private void addSwitch(String autoConfiguration) {
		try {
			ConditionalOnInstrumentation condition = Class.forName(autoConfiguration)
				.getAnnotation(ConditionalOnInstrumentation.class);
			if (condition != null) {
				this.switches.add("otel.instrumentation." + condition.value() + ".enabled");
			}
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return the switches of all instrumentations.
	 * @return their names
	 */
	Set<String> switches() {
		return this.switches;
	}

	/**
	 * Return whether a property exists.
	 * @param name its name, which may end with an asterisk or an index, or name an entry
	 * of a map
	 * @return whether it exists
	 */
	boolean contain(String name) {
		// Whatever stands below an element of a list is read by those who know the list
		String normalised = normalise(name.replaceAll("\\[\\d+].*", ""));
		if (normalised.endsWith("*")) {
			String prefix = normalised.substring(0, normalised.length() - 1);
			return this.names.stream().anyMatch((known) -> known.startsWith(prefix));
		}
		return this.names.contains(normalised) || this.maps.stream()
			.anyMatch((map) -> normalised.startsWith(map + ".") || normalised.startsWith(map + "["));
	}

	/**
	 * Return whether there is a property that an environment variable can set.
	 * @param variable the variable
	 * @return whether it exists
	 */
	boolean containVariable(String variable) {
		String squeezed = squeeze(variable);
		return this.names.stream().anyMatch((name) -> squeeze(name).equals(squeezed))
				|| this.maps.stream().anyMatch((map) -> squeezed.startsWith(squeeze(map)));
	}

	private static String normalise(String name) {
		return name.toLowerCase(Locale.ROOT).replace('-', '.');
	}

	private static String squeeze(String name) {
		return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
	}

}
