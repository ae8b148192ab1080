// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation.scheduling;

import java.lang.reflect.Method;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.scheduling.support.ScheduledTaskObservationContext;
import org.springframework.util.ClassUtils;

import io.otelspring.annotation.Untraced;

/**
 * What is recorded of a scheduled method, which does not change from one run to the next.
 *
 * @param spanName the name of the span
 * @param function the qualified name of the method
 * @param untraced whether nothing is recorded
 */
record ScheduledMethod(String spanName, String function, boolean untraced) {

	static ScheduledMethod of(Key key) {
		Class<?> type = ClassUtils.getUserClass(key.type());
		Method method = ClassUtils.getMostSpecificMethod(key.method(), type);
		boolean untraced = AnnotatedElementUtils.hasAnnotation(method, Untraced.class)
				|| AnnotatedElementUtils.hasAnnotation(type, Untraced.class);
		return new ScheduledMethod(ClassUtils.getShortName(type) + "." + method.getName(),
				type.getName() + "." + method.getName(), untraced);
	}

	/**
	 * The class and the method that run.
	 *
	 * @param type the class
	 * @param method the method
	 */
	record Key(Class<?> type, Method method) {

		static Key of(ScheduledTaskObservationContext context) {
			return new Key(context.getTargetClass(), context.getMethod());
		}

	}

}
