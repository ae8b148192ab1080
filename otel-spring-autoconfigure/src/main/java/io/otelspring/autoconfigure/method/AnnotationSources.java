// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ReflectionUtils;

/**
 * Where the annotations of one method come from, nearest first: the method and what it
 * overrides or implements, then for public methods the classes, then the interfaces that
 * declare it.
 */
final class AnnotationSources {

	private final List<MergedAnnotations> sources = new ArrayList<>();

	private final int onMethod;

	/**
	 * Gather the sources.
	 * @param type the class of the bean
	 * @param interfaces all interfaces of the bean
	 * @param method the method that will run
	 * @param declarations the methods that it may be called as
	 */
	AnnotationSources(Class<?> type, Collection<Class<?>> interfaces, Method method, Collection<Method> declarations) {
		this.sources.add(MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY));
		for (Method declaration : declarations) {
			if (!declaration.equals(method) && declaration.getDeclaringClass().isInterface()) {
				this.sources.add(MergedAnnotations.from(declaration, SearchStrategy.TYPE_HIERARCHY));
			}
		}
		this.onMethod = this.sources.size();
		if (isOperation(method)) {
			this.sources.add(MergedAnnotations.from(type, SearchStrategy.SUPERCLASS));
			for (Class<?> candidate : interfaces) {
				if (declarations.stream()
					.map(Method::getDeclaringClass)
					.anyMatch((declaring) -> declaring.isInterface() && declaring.isAssignableFrom(candidate))) {
					this.sources.add(MergedAnnotations.from(candidate));
				}
			}
		}
	}

	// What stands on a class is meant for what the bean does, not for its identity.
	private static boolean isOperation(Method method) {
		return Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers())
				&& !ReflectionUtils.isEqualsMethod(method) && !ReflectionUtils.isHashCodeMethod(method)
				&& !ReflectionUtils.isToStringMethod(method);
	}

	/**
	 * Find the nearest annotation of a type.
	 * @param name the name of the annotation
	 * @return the annotation, or {@code null}
	 */
	@Nullable Found find(String name) {
		return find(name, this.sources.size());
	}

	/**
	 * Find an annotation on the method alone, not on its class.
	 * @param name the name of the annotation
	 * @return the annotation, or {@code null}
	 */
	@Nullable Found findOnMethod(String name) {
		return find(name, this.onMethod);
	}

	private @Nullable Found find(String name, int limit) {
		for (int i = 0; i < limit; i++) {
			MergedAnnotation<Annotation> annotation = this.sources.get(i).get(name);
			if (annotation.isPresent()) {
				return new Found(annotation, i, annotation.getAggregateIndex());
			}
		}
		return null;
	}

	/**
	 * An annotation and how near it stands.
	 *
	 * @param annotation the annotation
	 * @param source the index of its source
	 * @param index the index of the class within the source
	 */
	record Found(MergedAnnotation<Annotation> annotation, int source, int index) {

		boolean isNearerThan(Found other) {
			return this.source < other.source || (this.source == other.source && this.index < other.index);
		}

		boolean isAsNearAs(Found other) {
			return this.source == other.source && this.index == other.index;
		}

	}

}
