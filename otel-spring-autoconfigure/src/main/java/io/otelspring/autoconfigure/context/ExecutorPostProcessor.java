// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.context;

import java.lang.reflect.Method;
import java.util.concurrent.Executor;

import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.scheduling.annotation.AsyncAnnotationBeanPostProcessor;

import io.otelspring.autoconfigure.ReplacingPostProcessor;

/**
 * Makes the executors and schedulers among the beans carry the context, and those that
 * {@code @Async} and the multicaster of events use without their being beans. It comes
 * before other post-processors: proxies stand before what is covered, and the
 * post-processor of {@code @Async} is seen. For the same reason it needs no other bean.
 */
final class ExecutorPostProcessor extends ReplacingPostProcessor<Executor>
		implements SmartInitializingSingleton, PriorityOrdered {

	private final ExecutorCoverage coverage = new ExecutorCoverage();

	private final AsyncExecutors asyncExecutors = new AsyncExecutors(this.coverage);

	private final ConfigurableListableBeanFactory beanFactory;

	ExecutorPostProcessor(ConfigurableListableBeanFactory beanFactory) {
		super(Executor.class);
		this.beanFactory = beanFactory;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof AsyncAnnotationBeanPostProcessor postProcessor) {
			this.asyncExecutors.cover(postProcessor);
		}
		else if (bean instanceof SimpleApplicationEventMulticaster multicaster) {
			this.asyncExecutors.cover(multicaster);
		}
		return super.postProcessAfterInitialization(bean, beanName);
	}

	/**
	 * Beans may have set another decorator on an executor that they depend on.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		this.coverage.renew();
	}

	@Override
	protected Object replace(Executor bean, String beanName) {
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
