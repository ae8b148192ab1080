// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport.ConditionAndOutcomes;

import io.otelspring.autoconfigure.InstrumentationConfiguration;
import io.otelspring.autoconfigure.InstrumentationStatus;
import io.otelspring.autoconfigure.TelemetrySection;

/**
 * Shows which instrumentations are active, and why the others are not. It asks Boot's
 * report on the conditions of auto-configurations, so that no instrumentation has to
 * register itself, and the beans that know why theirs has no effect.
 */
class InstrumentationsSection implements TelemetrySection {

	private static final String LEFT_OUT_AHEAD_OF_TIME = "it was left out when the application was processed ahead of time";

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
		for (InstrumentationConfiguration candidate : InstrumentationConfiguration
			.all(this.beanFactory.getBeanClassLoader())) {
			byName.merge(candidate.instrumentation(), view(candidate, report.get(candidate.className())),
					(one, other) -> one.active() ? one : other.active() ? other : one.and(other));
		}
		for (InstrumentationStatus status : this.beanFactory.getBeansOfType(InstrumentationStatus.class).values()) {
			String reason = status.inactiveBecause();
			if (reason != null) {
				byName.put(status.instrumentation(), new InstrumentationView(status.instrumentation(), false, reason));
			}
		}
		return byName.values().stream().map(InstrumentationView::asMap).toList();
	}

	private InstrumentationView view(InstrumentationConfiguration candidate, @Nullable ConditionAndOutcomes outcomes) {
		String name = candidate.instrumentation();
		if (outcomes == null) {
			// Ahead of time there were conditions, of which nothing is left but the beans
			boolean active = this.beanFactory.containsBeanDefinition(candidate.className());
			return new InstrumentationView(name, active, active ? null : AotDetector.useGeneratedArtifacts()
					? LEFT_OUT_AHEAD_OF_TIME : "it is excluded from auto-configuration");
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
			return Objects.equals(this.reason, other.reason) ? this
					: new InstrumentationView(this.name, false, this.reason + "; " + other.reason);
		}

	}

}
