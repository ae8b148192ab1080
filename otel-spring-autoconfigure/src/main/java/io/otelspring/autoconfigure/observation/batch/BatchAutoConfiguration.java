// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation.batch;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.batch.core.configuration.annotation.BatchObservabilityBeanPostProcessor;
import org.springframework.batch.core.job.AbstractJob;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;

import io.otelspring.autoconfigure.ConditionalOnInstrumentation;
import io.otelspring.autoconfigure.observation.ObservationTable;

/**
 * Auto-configuration for spans of the jobs and steps of Spring Batch.
 */
@AutoConfiguration(afterName = { "io.otelspring.autoconfigure.observation.ObservationRegistryAutoConfiguration",
		"org.springframework.boot.batch.autoconfigure.observation.BatchObservationAutoConfiguration" })
@ConditionalOnClass({ ObservationRegistry.class, AbstractJob.class })
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnInstrumentation("batch")
public final class BatchAutoConfiguration {

	BatchAutoConfiguration() {
	}

	@Bean
	ObservationTable otelSpringBatchObservations() {
		return BatchSpans.table();
	}

	// Spring Boot's module for Spring Batch has the same.
	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	static BatchObservabilityBeanPostProcessor otelSpringBatchObservability() {
		return new BatchObservabilityBeanPostProcessor();
	}

	@Bean
	static InlineSteps otelSpringInlineSteps(ObjectProvider<ObservationRegistry> registry) {
		return new InlineSteps(registry);
	}

}
