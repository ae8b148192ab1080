// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation.batch;

import io.micrometer.observation.ObservationRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.AbstractJob;
import org.springframework.batch.core.step.AbstractStep;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepHolder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Lets the steps be observed that are made inside of the method that makes the job.
 * Spring Batch sees to those that are beans only.
 */
final class InlineSteps implements BeanPostProcessor {

	private static final Log logger = LogFactory.getLog(InlineSteps.class);

	private final ObjectProvider<ObservationRegistry> registry;

	InlineSteps(ObjectProvider<ObservationRegistry> registry) {
		this.registry = registry;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof AbstractJob || bean instanceof StepHolder) {
			this.registry.ifUnique((registry) -> observe(bean, registry));
		}
		return bean;
	}

	private static void observe(Object bean, ObservationRegistry registry) {
		try {
			if (bean instanceof AbstractJob job) {
				for (String name : job.getStepNames()) {
					observe(job.getStep(name), registry);
				}
			}
			else if (bean instanceof StepHolder holder) {
				observe(holder.getStep(), registry);
			}
		}
		catch (RuntimeException ex) {
			// A step in the scope of the job does not know its name yet
			logger.debug("Steps of " + bean + " that are no beans are not observed", ex);
		}
	}

	private static void observe(@Nullable Step step, ObservationRegistry registry) {
		if (step instanceof AbstractStep observable) {
			observable.setObservationRegistry(registry);
		}
	}

}
