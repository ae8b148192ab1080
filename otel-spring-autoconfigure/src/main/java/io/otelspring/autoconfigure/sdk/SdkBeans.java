// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;

import io.otelspring.autoconfigure.export.transport.TransportBeans;

/**
 * The application's own beans of the SDK's types.
 */
final class SdkBeans {

	static final SdkBeans NONE = new SdkBeans(null);

	private static final String OURS = "otelSpring";

	private final @Nullable ListableBeanFactory beanFactory;

	private @Nullable Map<String, Class<?>> types;

	private SdkBeans(@Nullable ListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	static SdkBeans of(ListableBeanFactory beanFactory) {
		return new SdkBeans(beanFactory);
	}

	/**
	 * Return what the beans have to say about transports.
	 * @return the view of them
	 */
	TransportBeans transport() {
		return new TransportBeans(this.beanFactory);
	}

	/**
	 * Return the application's beans of a type.
	 * @param type the type
	 * @param <T> the type
	 * @return its beans in their order
	 */
	<T> List<T> all(Class<T> type) {
		return (this.beanFactory != null && mayHave(type, (name) -> true, this.beanFactory))
				? this.beanFactory.getBeanProvider(type).orderedStream().toList() : List.of();
	}

	/**
	 * Return the application's beans of a type by their names.
	 * @param type the type
	 * @param <T> the type
	 * @return its beans
	 */
	<T> Map<String, T> named(Class<T> type) {
		Map<String, T> beans = new LinkedHashMap<>();
		if (this.beanFactory != null) {
			for (String name : names(type)) {
				beans.put(name, this.beanFactory.getBean(name, type));
			}
		}
		return beans;
	}

	/**
	 * Return the application's bean of a type.
	 * @param type the type
	 * @param <T> the type
	 * @return the only one, or the primary one, or {@code null} if there is none
	 */
	<T> @Nullable T one(Class<T> type) {
		if (this.beanFactory == null || names(type).length == 0) {
			return null;
		}
		return this.beanFactory.getBean(type);
	}

	/**
	 * Return whether the application has beans of a type of its own.
	 * @param type the type
	 * @return whether there is one
	 */
	boolean has(Class<?> type) {
		return this.beanFactory != null && names(type).length > 0;
	}

	private String[] names(Class<?> type) {
		if (this.beanFactory == null || !mayHave(type, SdkBeans::isApplications, this.beanFactory)) {
			return new String[0];
		}
		return Arrays.stream(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, type, true, false))
			.filter(SdkBeans::isApplications)
			.toArray(String[]::new);
	}

	private static boolean isApplications(String name) {
		return !name.startsWith(OURS);
	}

	// The SDK is built before the bean factory caches types: each look-up by type goes
	// through all definitions, and two dozen of them would do so, nearly all in vain. One
	// pass tells which types there are.
	private boolean mayHave(Class<?> type, Predicate<String> names, ListableBeanFactory beanFactory) {
		Map<String, Class<?>> all = this.types;
		if (all == null) {
			all = types(beanFactory);
			this.types = all;
		}
		return all.entrySet()
			.stream()
			.anyMatch((bean) -> names.test(bean.getKey())
					&& (type.isAssignableFrom(bean.getValue()) || isUnknown(bean.getKey(), bean.getValue())));
	}

	// A factory bean that does not say what it makes may make anything
	private static boolean isUnknown(String name, Class<?> type) {
		return type == Object.class || BeanFactoryUtils.isFactoryDereference(name);
	}

	private static Map<String, Class<?>> types(ListableBeanFactory beanFactory) {
		Map<String, Class<?>> types = new HashMap<>();
		for (String name : BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, Object.class, true,
				false)) {
			Class<?> type = beanFactory.getType(name, false);
			if (type != null) {
				types.put(name, type);
			}
		}
		return types;
	}

}
