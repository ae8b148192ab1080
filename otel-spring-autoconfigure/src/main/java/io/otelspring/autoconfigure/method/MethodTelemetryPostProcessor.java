// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.opentelemetry.api.OpenTelemetry;
import org.aopalliance.aop.Advice;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.aop.Pointcut;
import org.springframework.aop.RawTargetAccess;
import org.springframework.aop.SpringProxy;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.DecoratingProxy;
import org.springframework.core.SmartClassLoader;
import org.springframework.util.ClassUtils;

/**
 * Advises the beans whose classes carry our annotations. It adds to the proxy that a bean
 * already has, and makes one only where there is none.
 */
class MethodTelemetryPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor
		implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(MethodTelemetryPostProcessor.class);

	private final CandidateClasses candidates = new CandidateClasses();

	private final MethodTelemetry telemetry;

	private final RecipeCompiler compiler;

	private final Map<BeanShape, AnnotatedClass> compiled = new ConcurrentHashMap<>();

	private final MethodFindings findings = new MethodFindings();

	private final Set<String> earlyReferences = ConcurrentHashMap.newKeySet();

	MethodTelemetryPostProcessor(ObjectProvider<OpenTelemetry> openTelemetry) {
		this.telemetry = new MethodTelemetry(openTelemetry);
		this.compiler = new RecipeCompiler(this.telemetry);
	}

	MethodFindings findings() {
		return this.findings;
	}

	/**
	 * Neither the first call nor one at the shutdown should have to look for telemetry.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		this.telemetry.instruments();
	}

	@Override
	public Object getEarlyBeanReference(Object bean, String beanName) {
		this.earlyReferences.add(beanName);
		return advise(bean, beanName);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		// In a circle of beans the container puts the early reference in place itself.
		return this.earlyReferences.remove(beanName) ? bean : advise(bean, beanName);
	}

	private Object advise(Object bean, String beanName) {
		if (bean instanceof AopInfrastructureBean) {
			return bean;
		}
		BeanShape shape = BeanShape.of(bean);
		if (!isCandidate(shape)) {
			return bean;
		}
		AnnotatedClass annotated = compile(shape);
		this.findings.seen(annotated);
		if (annotated.recipes().isEmpty() || isOriginalInstance(beanName, bean.getClass())) {
			return bean;
		}
		if (isInfrastructure(bean)) {
			this.findings.ineffective(annotated,
					"the bean belongs to the container's own machinery, which is not proxied");
			return bean;
		}
		if (bean instanceof Advised advised && !advised.isFrozen()) {
			addAdvisors(advised, annotated);
			reportHidden(bean, annotated);
			return bean;
		}
		return proxy(bean, beanName, annotated);
	}

	private boolean isCandidate(BeanShape shape) {
		return this.candidates.isCandidate(shape.type())
				|| shape.further().stream().anyMatch(this.candidates::isCandidate);
	}

	// A class that cannot be looked at stays as it is, rather than failing the start.
	private AnnotatedClass compile(BeanShape shape) {
		return this.compiled.computeIfAbsent(shape, (key) -> {
			try {
				return this.compiler.compile(key.type(), key.further());
			}
			catch (Exception | LinkageError ex) {
				logger.warn("The annotations of " + key.type().getName() + " cannot be read and have no effect", ex);
				return new AnnotatedClass(key.type(), Map.of(), List.of(), List.of());
			}
		});
	}

	private static boolean isInfrastructure(Object bean) {
		return bean instanceof Advice || bean instanceof Pointcut || bean instanceof Advisor
				|| bean instanceof BeanPostProcessor || bean instanceof BeanFactoryPostProcessor;
	}

	private static boolean isOriginalInstance(String beanName, Class<?> type) {
		return beanName.equals(type.getName() + AutowireCapableBeanFactory.ORIGINAL_INSTANCE_SUFFIX);
	}

	private static void addAdvisors(Advised advised, AnnotatedClass annotated) {
		int position = 0;
		Advisor[] present = advised.getAdvisors();
		for (int i = 0; i < present.length; i++) {
			if (present[i] instanceof MethodTelemetryAdvisor) {
				// The same object is a bean twice, or in two contexts.
				return;
			}
			if (AdvicePosition.isOutside(present[i])) {
				position = i + 1;
			}
		}
		for (MethodTelemetryAdvisor advisor : annotated.advisors()) {
			advised.addAdvisor(position++, advisor);
		}
	}

	private Object proxy(Object bean, String beanName, AnnotatedClass annotated) {
		ProxyFactory factory = prepareProxyFactory(bean, beanName);
		Class<?> type = bean.getClass();
		boolean interfacesOnly = Proxy.isProxyClass(type) || ClassUtils.isLambdaClass(type);
		if ((interfacesOnly || !factory.isProxyTargetClass()) && factory.getProxiedInterfaces().length == 0) {
			evaluateProxyInterfaces(type, factory);
		}
		if (!interfacesOnly) {
			String obstacle = factory.isProxyTargetClass() ? ProxyObstacles.find(annotated.type())
					: ProxyObstacles.findByInterfaces(annotated.type(), factory.getProxiedInterfaces());
			if (obstacle != null) {
				this.findings.ineffective(annotated, obstacle);
				return bean;
			}
		}
		factory.addAdvisors(List.copyOf(annotated.advisors()));
		customizeProxyFactory(factory);
		factory.setFrozen(isFrozen());
		factory.setPreFiltered(true);
		try {
			Object proxy = factory.getProxy(classLoader(type));
			reportHidden(proxy, annotated);
			return proxy;
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("No proxy can be made for bean '" + beanName + "'", ex);
			this.findings.ineffective(annotated, "no proxy can be made for the class: " + ex.getMessage());
			return bean;
		}
	}

	private @Nullable ClassLoader classLoader(Class<?> type) {
		ClassLoader classLoader = getProxyClassLoader();
		if (classLoader instanceof SmartClassLoader smartClassLoader && classLoader != type.getClassLoader()) {
			return smartClassLoader.getOriginalClassLoader();
		}
		return classLoader;
	}

	// Where the proxy has the bean's interfaces alone, other methods are out of reach.
	private void reportHidden(Object proxy, AnnotatedClass annotated) {
		Class<?> proxyClass = proxy.getClass();
		Collection<MethodRecipe> hidden = new ArrayList<>();
		if (Proxy.isProxyClass(proxyClass)) {
			Set<MethodRecipe> reachable = ConcurrentHashMap.newKeySet();
			for (Class<?> type : proxyClass.getInterfaces()) {
				Arrays.stream(type.getMethods()).forEach((method) -> {
					MethodRecipe recipe = annotated.recipe(method);
					if (recipe != null) {
						reachable.add(recipe);
					}
				});
			}
			annotated.recipes().stream().filter((recipe) -> !reachable.contains(recipe)).forEach(hidden::add);
		}
		this.findings.active(annotated, hidden,
				"the bean is proxied by its interfaces and none of them has the method; declare it there, or set "
						+ "spring.aop.proxy-target-class to true");
	}

	/**
	 * What decides the recipes of a bean.
	 *
	 * @param type its class, without proxies
	 * @param further interfaces that only its proxy has, as repositories do
	 */
	private record BeanShape(Class<?> type, List<Class<?>> further) {

		static BeanShape of(Object bean) {
			Class<?> type = ClassUtils.getUserClass(AopProxyUtils.ultimateTargetClass(bean));
			if (!(bean instanceof Advised advised)) {
				return new BeanShape(type, List.of());
			}
			List<Class<?>> further = new ArrayList<>();
			for (Class<?> proxied : advised.getProxiedInterfaces()) {
				if (!proxied.isAssignableFrom(type) && proxied != SpringProxy.class && proxied != Advised.class
						&& proxied != DecoratingProxy.class && proxied != RawTargetAccess.class) {
					further.add(proxied);
				}
			}
			return new BeanShape(type, List.copyOf(further));
		}

	}

}
