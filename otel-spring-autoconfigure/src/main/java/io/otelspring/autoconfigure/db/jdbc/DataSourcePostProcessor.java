// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.jdbc;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

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
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.SmartClassLoader;
import org.springframework.util.ClassUtils;

/**
 * Puts a proxy before each data source that is a bean. The proxy is of the bean's own
 * class, so that it can be injected, configured and unwrapped as before. A class of which
 * no proxy can be made has one with its interfaces, unless the bean is declared by that
 * class: then it is left alone.
 */
final class DataSourcePostProcessor
		implements SmartInstantiationAwareBeanPostProcessor, BeanClassLoaderAware, BeanFactoryAware, Ordered {

	private static final Log logger = LogFactory.getLog(DataSourcePostProcessor.class);

	private final ObjectProvider<JdbcTelemetry> telemetry;

	private final ObjectProvider<ConnectionPools> pools;

	private final Set<String> earlyReferences = ConcurrentHashMap.newKeySet();

	private @Nullable BeanFactory beanFactory;

	private @Nullable ClassLoader classLoader = ClassUtils.getDefaultClassLoader();

	DataSourcePostProcessor(ObjectProvider<JdbcTelemetry> telemetry, ObjectProvider<ConnectionPools> pools) {
		this.telemetry = telemetry;
		this.pools = pools;
	}

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
		if (bean instanceof DataSource dataSource) {
			this.earlyReferences.add(beanName);
			return trace(dataSource, beanName);
		}
		return bean;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!(bean instanceof DataSource dataSource) || this.earlyReferences.remove(beanName)) {
			return bean;
		}
		return trace(dataSource, beanName);
	}

	private DataSource trace(DataSource dataSource, String beanName) {
		try {
			return proxy(dataSource, beanName);
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn("The statements of bean '" + beanName + "' are not recorded, as no proxy can be made for it",
					ex);
			return dataSource;
		}
	}

	private DataSource proxy(DataSource dataSource, String beanName) {
		if (dataSource instanceof Advised advised) {
			for (Advisor advisor : advised.getAdvisors()) {
				if (advisor instanceof ConnectionAdvisor) {
					return dataSource;
				}
			}
			if (!advised.isFrozen()) {
				advised.addAdvisor(0, advisor(dataSource));
				return dataSource;
			}
		}
		Class<?> type = dataSource.getClass();
		if (canBeExtended(type)) {
			try {
				return proxy(dataSource, true);
			}
			catch (RuntimeException ex) {
				logger.debug("No proxy can be made by extending " + type.getName(), ex);
			}
		}
		if (isDeclaredByInterface(type, beanName)) {
			return proxy(dataSource, false);
		}
		logger.warn("The statements of bean '" + beanName + "' are not recorded: no proxy can be made of "
				+ type.getName() + ". Declare the bean as a javax.sql.DataSource.");
		return dataSource;
	}

	private DataSource proxy(DataSource dataSource, boolean byClass) {
		ProxyFactory factory = new ProxyFactory();
		factory.setTarget(dataSource);
		factory.setProxyTargetClass(byClass);
		if (!byClass) {
			factory.setInterfaces(ClassUtils.getAllInterfaces(dataSource));
		}
		factory.addAdvisor(advisor(dataSource));
		factory.setPreFiltered(true);
		return (DataSource) factory.getProxy(classLoader(dataSource.getClass()));
	}

	// A class that does not change at a restart must not get a proxy that does.
	private @Nullable ClassLoader classLoader(Class<?> type) {
		if (this.classLoader instanceof SmartClassLoader smart && this.classLoader != type.getClassLoader()) {
			return smart.getOriginalClassLoader();
		}
		return this.classLoader;
	}

	private Advisor advisor(DataSource dataSource) {
		Object target = AopProxyUtils.getSingletonTarget(dataSource);
		DataSource actual = (target instanceof DataSource inner) ? inner : dataSource;
		PoolTimes times = null;
		for (ConnectionPools library : this.pools) {
			times = (times != null) ? times : library.add(actual);
		}
		return new ConnectionAdvisor(new TracedDataSource(this.telemetry.getObject(), actual.getClass(), times));
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
				return declared == null || !DataSource.class.isAssignableFrom(declared) || declared.isInterface();
			}
			catch (BeansException ex) {
				logger.debug("Bean '" + beanName + "' has no definition", ex);
			}
		}
		return true;
	}

	/**
	 * The advice on the methods that deal with connections.
	 */
	private static final class ConnectionAdvisor extends StaticMethodMatcherPointcutAdvisor {

		private ConnectionAdvisor(TracedDataSource advice) {
			super(advice);
		}

		@Override
		public boolean matches(Method method, Class<?> targetClass) {
			return TracedDataSource.concerns(method);
		}

	}

}
