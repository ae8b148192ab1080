// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.aopalliance.aop.Advice;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanClassLoaderAware;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.SmartClassLoader;
import org.springframework.util.ClassUtils;

/**
 * Puts a proxy before each bean that connections come from. The proxy is of the bean's own
 * class, so that it can be injected, configured and unwrapped as before. A class of which
 * no proxy can be made has one with its interfaces, unless the bean is declared by that
 * class: then it is left alone.
 *
 * @param <T> the interface of what connections come from
 */
public abstract class ConnectionSourcePostProcessor<T>
		implements SmartInstantiationAwareBeanPostProcessor, BeanClassLoaderAware, BeanFactoryAware, Ordered {

	private static final Log logger = LogFactory.getLog(ConnectionSourcePostProcessor.class);

	private final Class<T> type;

	private final Set<String> earlyReferences = ConcurrentHashMap.newKeySet();

	private @Nullable BeanFactory beanFactory;

	private @Nullable ClassLoader classLoader = ClassUtils.getDefaultClassLoader();

	protected ConnectionSourcePostProcessor(Class<T> type) {
		this.type = type;
	}

	/**
	 * Return whether a method gives connections.
	 * @param method the method
	 * @return whether it is advised
	 */
	protected abstract boolean concerns(Method method);

	/**
	 * Return the advice on the methods that give connections.
	 * @param source what they are called on
	 * @return the advice
	 */
	protected abstract Advice advice(T source);

	@Override
	public void setBeanClassLoader(ClassLoader classLoader) {
		this.classLoader = classLoader;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) throws BeansException {
		this.beanFactory = beanFactory;
	}

	/**
	 * After those that make proxies: one that is there already is used.
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public Object getEarlyBeanReference(Object bean, String beanName) {
		if (this.type.isInstance(bean)) {
			this.earlyReferences.add(beanName);
			return record(bean, beanName);
		}
		return bean;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!this.type.isInstance(bean) || this.earlyReferences.remove(beanName)) {
			return bean;
		}
		return record(bean, beanName);
	}

	private Object record(Object source, String beanName) {
		try {
			return proxy(source, beanName);
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn("The statements of bean '" + beanName + "' are not recorded, as no proxy can be made for it",
					ex);
			return source;
		}
	}

	private Object proxy(Object source, String beanName) {
		if (source instanceof Advised advised) {
			for (Advisor advisor : advised.getAdvisors()) {
				if (advisor instanceof ConnectionAdvisor) {
					return source;
				}
			}
			if (!advised.isFrozen()) {
				advised.addAdvisor(0, advisor(source));
				return source;
			}
		}
		Class<?> type = source.getClass();
		if (canBeExtended(type)) {
			try {
				return proxy(source, true);
			}
			catch (RuntimeException ex) {
				logger.debug("No proxy can be made by extending " + type.getName(), ex);
			}
		}
		if (isDeclaredByInterface(type, beanName)) {
			return proxy(source, false);
		}
		logger.warn("The statements of bean '" + beanName + "' are not recorded: no proxy can be made of "
				+ type.getName() + ". Declare the bean as a " + this.type.getName() + ".");
		return source;
	}

	private Object proxy(Object source, boolean byClass) {
		ProxyFactory factory = new ProxyFactory();
		factory.setTarget(source);
		factory.setProxyTargetClass(byClass);
		if (!byClass) {
			factory.setInterfaces(ClassUtils.getAllInterfaces(source));
		}
		factory.addAdvisor(advisor(source));
		factory.setPreFiltered(true);
		return factory.getProxy(classLoader(source.getClass()));
	}

	// A class that does not change at a restart must not get a proxy that does.
	private @Nullable ClassLoader classLoader(Class<?> type) {
		if (this.classLoader instanceof SmartClassLoader smart && this.classLoader != type.getClassLoader()) {
			return smart.getOriginalClassLoader();
		}
		return this.classLoader;
	}

	private Advisor advisor(Object source) {
		Object target = AopProxyUtils.getSingletonTarget(source);
		return new ConnectionAdvisor(advice(this.type.cast(this.type.isInstance(target) ? target : source)));
	}

	// A method that cannot be overridden would run on the proxy itself, which has no
	// state.
	private static boolean canBeExtended(Class<?> type) {
		if (Modifier.isFinal(type.getModifiers()) || Proxy.isProxyClass(type) || ClassUtils.isLambdaClass(type)
				|| type.isHidden()) {
			return false;
		}
		for (Class<?> current = type; current != null && current != Object.class; current = current.getSuperclass()) {
			for (Method method : current.getDeclaredMethods()) {
				int modifiers = method.getModifiers();
				if (Modifier.isFinal(modifiers) && !Modifier.isStatic(modifiers) && !Modifier.isPrivate(modifiers)
						&& !method.isSynthetic()) {
					return false;
				}
			}
		}
		return true;
	}

	private boolean isDeclaredByInterface(Class<?> type, String beanName) {
		if (Proxy.isProxyClass(type) || ClassUtils.isLambdaClass(type)) {
			return true;
		}
		if (this.beanFactory instanceof ConfigurableBeanFactory configurable && configurable.containsBean(beanName)) {
			try {
				Class<?> declared = configurable.getMergedBeanDefinition(beanName).getResolvableType().resolve();
				return declared == null || !this.type.isAssignableFrom(declared) || declared.isInterface();
			}
			catch (BeansException ex) {
				logger.debug("Bean '" + beanName + "' has no definition", ex);
			}
		}
		return true;
	}

	/**
	 * The advice on the methods that give connections.
	 */
	private final class ConnectionAdvisor extends StaticMethodMatcherPointcutAdvisor {

		private ConnectionAdvisor(Advice advice) {
			super(advice);
		}

		@Override
		public boolean matches(Method method, Class<?> targetClass) {
			return concerns(method);
		}

	}

}
