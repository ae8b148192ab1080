// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.actuate;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport.ConditionAndOutcomes;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;

import io.otelspring.autoconfigure.ConditionalOnInstrumentation;
import io.otelspring.autoconfigure.InstrumentationStatus;
import io.otelspring.autoconfigure.TelemetrySection;

/**
 * Shows which instrumentations are active, and why the others are not. It asks Boot's
 * report on the conditions of auto-configurations, so that no instrumentation has to
 * register itself, and the beans that know why theirs has no effect.
 */
class InstrumentationsSection implements TelemetrySection {

	private static final String PACKAGE = "io.otelspring.";

	private final ConfigurableListableBeanFactory beanFactory;

	InstrumentationsSection(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public String name() {
		return "instrumentations";
	}

	@Override
	public Object value() {
		Map<String, InstrumentationView> byName = new TreeMap<>();
		Map<String, ConditionAndOutcomes> report = ConditionEvaluationReport.get(this.beanFactory)
			.getConditionAndOutcomesBySource();
		MetadataReaderFactory metadata = new SimpleMetadataReaderFactory(this.beanFactory.getBeanClassLoader());
		for (String candidate : ImportCandidates.load(AutoConfiguration.class, this.beanFactory.getBeanClassLoader())) {
			String name = candidate.startsWith(PACKAGE) ? instrumentation(candidate, metadata) : null;
			if (name != null) {
				byName.merge(name, view(name, report.get(candidate)),
						(one, other) -> one.active() ? one : other.active() ? other : one.and(other));
			}
		}
		for (InstrumentationStatus status : this.beanFactory.getBeansOfType(InstrumentationStatus.class).values()) {
			String reason = status.inactiveBecause();
			if (reason != null) {
				byName.put(status.instrumentation(), new InstrumentationView(status.instrumentation(), false, reason));
			}
		}
		return byName.values().stream().map(InstrumentationView::asMap).toList();
	}

	private @Nullable String instrumentation(String className, MetadataReaderFactory factory) {
		try {
			Map<String, @Nullable Object> attributes = factory.getMetadataReader(className)
				.getAnnotationMetadata()
				.getAnnotationAttributes(ConditionalOnInstrumentation.class.getName());
			return (attributes != null) ? (String) attributes.get("value") : null;
		}
		catch (IOException ex) {
			return null;
		}
	}

	private static InstrumentationView view(String name, @Nullable ConditionAndOutcomes outcomes) {
		if (outcomes == null) {
			return new InstrumentationView(name, false, "it is excluded from auto-configuration");
		}
		List<String> reasons = outcomes.stream()
			.filter((outcome) -> !outcome.getOutcome().isMatch())
			.map((outcome) -> outcome.getOutcome().getMessage())
			.toList();
		return new InstrumentationView(name, reasons.isEmpty(), reasons.isEmpty() ? null : String.join("; ", reasons));
	}

	private record InstrumentationView(String name, boolean active, @Nullable String reason) {

		Map<String, @Nullable Object> asMap() {
			Map<String, @Nullable Object> map = new LinkedHashMap<>();
			map.put("name", this.name);
			map.put("active", this.active);
			map.put("reason", this.reason);
			return map;
		}

		InstrumentationView and(InstrumentationView other) {
			return new InstrumentationView(this.name, false, this.reason + "; " + other.reason);
		}

	}

}
