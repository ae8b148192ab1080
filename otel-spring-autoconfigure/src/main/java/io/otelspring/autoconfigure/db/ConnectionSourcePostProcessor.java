// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.function.Predicate;

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
import org.springframework.core.Ordered;
import org.springframework.core.SmartClassLoader;
import org.springframework.util.ClassUtils;

import io.otelspring.autoconfigure.ReplacingPostProcessor;

/**
 * Puts a proxy before each bean that connections come from. The proxy is of the bean's
 * own class, so that it can be injected, configured and unwrapped as before. A class of
 * which no proxy can be made has one with its interfaces, unless the bean is declared by
 * that class: then it is left alone.
 *
 * @param <T> the interface of what connections come from
 */
public abstract class ConnectionSourcePostProcessor<T> extends ReplacingPostProcessor<T>
		implements BeanClassLoaderAware, BeanFactoryAware, Ordered {

	private static final Log logger = LogFactory.getLog(ConnectionSourcePostProcessor.class);

	private final Class<T> type;

	private @Nullable BeanFactory beanFactory;

	private @Nullable ClassLoader classLoader = ClassUtils.getDefaultClassLoader();

	protected ConnectionSourcePostProcessor(Class<T> type) {
		super(type);
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
	 * @param knownByClass whether the application can know the bean by its class, and so
	 * by what the methods of that class return
	 * @return the advice, or {@code null} to leave the bean alone
	 */
	protected abstract @Nullable Advice advice(T source, boolean knownByClass);

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
	protected Object replace(T source, String beanName) {
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
		}
		Class<?> type = source.getClass();
		boolean knownByClass = !isDeclaredByInterface(type, beanName);
		Object target = AopProxyUtils.getSingletonTarget(source);
		Advice advice = advice(this.type.cast(this.type.isInstance(target) ? target : source), knownByClass);
		if (advice == null) {
			return source;
		}
		Advisor advisor = new ConnectionAdvisor(advice, this::concerns);
		if (source instanceof Advised advised && !advised.isFrozen()) {
			advised.addAdvisor(0, advisor);
			return source;
		}
		if (canBeExtended(type)) {
			try {
				return proxy(source, advisor, true);
			}
			catch (RuntimeException ex) {
				logger.debug("No proxy can be made by extending " + type.getName(), ex);
			}
		}
		if (!knownByClass) {
			return proxy(source, advisor, false);
		}
		logger.warn("The statements of bean '" + beanName + "' are not recorded: no proxy can be made of "
				+ type.getName() + ". Declare the bean as a " + this.type.getName() + ".");
		return source;
	}

	private Object proxy(Object source, Advisor advisor, boolean byClass) {
		ProxyFactory factory = new ProxyFactory();
		factory.setTarget(source);
		factory.setProxyTargetClass(byClass);
		if (!byClass) {
			factory.setInterfaces(ClassUtils.getAllInterfaces(source));
		}
		factory.addAdvisor(advisor);
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
	private static final class ConnectionAdvisor extends StaticMethodMatcherPointcutAdvisor {

		private final Predicate<Method> methods;

		private ConnectionAdvisor(Advice advice, Predicate<Method> methods) {
			super(advice);
			this.methods = methods;
		}

		@Override
		public boolean matches(Method method, Class<?> targetClass) {
			return this.methods.test(method);
		}

	}

}
