// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
		return (this.beanFactory != null) ? this.beanFactory.getBeanProvider(type).orderedStream().toList() : List.of();
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
		if (this.beanFactory == null) {
			return new String[0];
		}
		return Arrays.stream(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, type, true, false))
			.filter((name) -> !name.startsWith(OURS))
			.toArray(String[]::new);
	}

}
