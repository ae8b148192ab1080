// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.Finding.Severity;
import io.otelspring.autoconfigure.FindingSource;
import io.otelspring.autoconfigure.InstrumentationConfiguration;
import io.otelspring.autoconfigure.InstrumentationSwitch;

/**
 * Finds switches of instrumentations that say now something else than when the
 * application was processed ahead of time, where conditions are decided for good.
 */
class SwitchesAheadOfTime implements FindingSource {

	private final ConfigurableListableBeanFactory beanFactory;

	private final Environment environment;

	private final boolean processed;

	SwitchesAheadOfTime(ConfigurableListableBeanFactory beanFactory, Environment environment, boolean processed) {
		this.processed = processed;
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	@Override
	public List<Finding> findings() {
		return this.processed ? compare() : List.of();
	}

	private List<Finding> compare() {
		if (this.environment.getProperty("otel.sdk.disabled", "").strip().equalsIgnoreCase("true")) {
			return List.of();
		}
		Set<String> without = new TreeSet<>();
		for (InstrumentationConfiguration candidate : InstrumentationConfiguration
			.all(this.beanFactory.getBeanClassLoader())) {
			InstrumentationSwitch now = InstrumentationSwitch.of(this.environment, candidate.instrumentation(),
					candidate.enabledByDefault());
			if (!now.on() && this.beanFactory.containsBeanDefinition(candidate.className())) {
				without.add(now.because());
			}
		}
		List<Finding> findings = new ArrayList<>();
		for (String because : without) {
			findings.add(new Finding(Severity.WARNING, because + ", but not for what was processed ahead of time",
					"The application was processed ahead of time (AOT) with this instrumentation on, and its parts are "
							+ "there for good",
					"Set the property when the application is built: in its own configuration, or in the environment of "
							+ "spring-boot:process-aot"));
		}
		return findings;
	}

}
