// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.context;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.scheduling.annotation.AsyncAnnotationBeanPostProcessor;

/**
 * Makes the executors and schedulers among the beans carry the context, and those that
 * {@code @Async} and the multicaster of events use without their being beans. It comes
 * before other post-processors: proxies stand before what is covered, and the
 * post-processor of {@code @Async} is seen. For the same reason it needs no other bean.
 */
final class ExecutorPostProcessor
		implements SmartInstantiationAwareBeanPostProcessor, SmartInitializingSingleton, PriorityOrdered {

	private final ExecutorCoverage coverage = new ExecutorCoverage();

	private final AsyncExecutors asyncExecutors = new AsyncExecutors(this.coverage);

	private final ConfigurableListableBeanFactory beanFactory;

	private final Set<String> earlyReferences = ConcurrentHashMap.newKeySet();

	ExecutorPostProcessor(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public Object getEarlyBeanReference(Object bean, String beanName) {
		if (!(bean instanceof Executor)) {
			return bean;
		}
		this.earlyReferences.add(beanName);
		return cover(bean, beanName);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof Executor) {
			// In a circle of beans the container puts the early reference in place
			// itself.
			return this.earlyReferences.remove(beanName) ? bean : cover(bean, beanName);
		}
		if (bean instanceof AsyncAnnotationBeanPostProcessor postProcessor) {
			this.asyncExecutors.cover(postProcessor);
		}
		else if (bean instanceof SimpleApplicationEventMulticaster multicaster) {
			this.asyncExecutors.cover(multicaster);
		}
		return bean;
	}

	/**
	 * Beans may have set another decorator on an executor that they depend on.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		this.coverage.renew();
	}

	private Object cover(Object bean, String beanName) {
		return (bean instanceof AopInfrastructureBean) ? bean : this.coverage.cover(bean, isKnownByInterface(beanName));
	}

	private boolean isKnownByInterface(String beanName) {
		if (!this.beanFactory.containsBeanDefinition(beanName)) {
			return false;
		}
		BeanDefinition definition = this.beanFactory.getMergedBeanDefinition(beanName);
		Method factoryMethod = (definition instanceof RootBeanDefinition root) ? root.getResolvedFactoryMethod() : null;
		return factoryMethod != null && factoryMethod.getReturnType().isInterface();
	}

}
