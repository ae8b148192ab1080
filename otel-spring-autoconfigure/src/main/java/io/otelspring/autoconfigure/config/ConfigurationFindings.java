// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.env.ConfigurableEnvironment;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.Finding.Severity;
import io.otelspring.autoconfigure.FindingSource;

/**
 * Says what is configured in vain: names that nobody knows, with the one that was
 * probably meant, and properties that have no effect. What an extension on the class path
 * has asked for is known, so this is judged when the SDK stands.
 */
public final class ConfigurationFindings implements FindingSource {

	private static final int SHOWN = 3;

	private final TelemetryProperties properties;

	private final ConfigurableEnvironment environment;

	private final ListableBeanFactory beanFactory;

	private final Supplier<Set<String>> askedFor;

	private @Nullable List<Finding> findings;

	/**
	 * Create the source.
	 * @param properties what is configured
	 * @param environment where it is configured
	 * @param beanFactory has the properties that others bind
	 * @param askedFor tells the names of all properties that somebody has asked the SDK's
	 * configuration for
	 */
	public ConfigurationFindings(TelemetryProperties properties, ConfigurableEnvironment environment,
			ListableBeanFactory beanFactory, Supplier<Set<String>> askedFor) {
		this.properties = properties;
		this.environment = environment;
		this.beanFactory = beanFactory;
		this.askedFor = askedFor;
	}

	@Override
	public synchronized List<Finding> findings() {
		List<Finding> findings = this.findings;
		if (findings == null) {
			findings = new ArrayList<>(this.properties.findings());
			if (!this.properties.unknown().isEmpty()) {
				findings.addAll(unknown());
			}
			findings = List.copyOf(findings);
			this.findings = findings;
		}
		return findings;
	}

	private List<Finding> unknown() {
		Set<String> asked = this.askedFor.get();
		OwnProperties own = OwnProperties.load();
		List<UnknownKey> unknown = this.properties.unknown()
			.stream()
			.filter((key) -> key.misplaced() || !asked.contains(PropertyNames.key(key.name())))
			.filter((key) -> key.misplaced() || (!own.isEmpty() && !own.contain(key)))
			.filter((key) -> !key.variable() || !PlatformVariables.contain(key))
			.toList();
		if (unknown.isEmpty()) {
			return List.of();
		}
		OtherReaders others = new OtherReaders(this.environment, this.beanFactory);
		List<Finding> findings = new ArrayList<>();
		for (UnknownKey key : unknown) {
			Finding finding = ForeignProperties.explain(key, this.properties);
			if (finding == null && !ForeignProperties.isForAgent(key) && (key.misplaced() || !others.read(key))) {
				finding = misspelt(key, own);
			}
			if (finding != null) {
				findings.add(finding);
			}
		}
		return findings;
	}

	private static Finding misspelt(UnknownKey key, OwnProperties own) {
		List<String> names = own.candidates();
		return new Finding(Severity.WARNING, "There is no property " + key.shown(NearestName.of(key.name(), names)),
				"It has no effect", fix(key, names));
	}

	private static String fix(UnknownKey key, List<String> names) {
		SpecifiedProperty property = SpecifiedProperties.find(key.name());
		if (property != null && key.misplaced()) {
			return (key.written().startsWith("OTEL_") ? "Only environment variables have such names: write " : "Write ")
					+ property.name();
		}
		for (SpecifiedProperty map : SpecifiedProperties.maps()) {
			if (key.variable() && key.name().startsWith(map.name() + ".")) {
				return "A variable supplies a whole map: write " + shown(map.name(), true) + "="
						+ key.name().substring(map.name().length() + 1) + "=…";
			}
		}
		for (int end = key.name().lastIndexOf('.'); end > 0; end = key.name().lastIndexOf('.', end - 1)) {
			SpecifiedProperty parent = SpecifiedProperties.findWritten(key.name().substring(0, end));
			if (parent != null && parent.type() != PropertyType.BOOLEAN) {
				return parent.name() + " takes one value, and has nothing below it; move "
						+ key.name().substring(end + 1) + " to where it belongs, or remove it";
			}
		}
		String below = key.name() + ".";
		List<String> group = names.stream().filter((name) -> name.startsWith(below)).limit(SHOWN).toList();
		if (!group.isEmpty()) {
			return "It is a group of properties, such as " + String.join(", ", group);
		}
		String nearest = NearestName.of(key.name(), names);
		return (nearest != null) ? "Did you mean " + shown(nearest, key.variable()) + "?"
				: "Remove it, or see the list of properties for the right name";
	}

	static String shown(String name, boolean variable) {
		return variable ? name.toUpperCase(Locale.ROOT).replace('.', '_').replace("-", "") : name;
	}

}
