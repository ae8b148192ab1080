// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;

/**
 * Puts something in the place of each bean of a type, once, also where a circle of beans
 * asks for a bean before it is complete: then the container puts the early reference in
 * its place itself.
 *
 * @param <T> the type of the beans
 */
public abstract class ReplacingPostProcessor<T> implements SmartInstantiationAwareBeanPostProcessor {

	private final Class<T> type;

	private final Set<String> earlyReferences = ConcurrentHashMap.newKeySet();

	/**
	 * Create the post-processor.
	 * @param type the type of the beans
	 */
	protected ReplacingPostProcessor(Class<T> type) {
		this.type = type;
	}

	/**
	 * Return what takes the place of a bean.
	 * @param bean the bean
	 * @param beanName its name
	 * @return what takes its place, which may be the bean itself
	 */
	protected abstract Object replace(T bean, String beanName);

	@Override
	public final Object getEarlyBeanReference(Object bean, String beanName) {
		if (!this.type.isInstance(bean)) {
			return bean;
		}
		this.earlyReferences.add(beanName);
		return replace(this.type.cast(bean), beanName);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!this.type.isInstance(bean) || this.earlyReferences.remove(beanName)) {
			return bean;
		}
		return replace(this.type.cast(bean), beanName);
	}

}
