// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.util.ReflectionUtils;

/**
 * Sorts out the classes that carry none of our annotations, which is nearly all of them,
 * as cheaply as reflection allows: each class of a hierarchy is looked at once, and an
 * annotation type is looked through once.
 */
final class CandidateClasses {

	private static final String[] FOREIGN = { "java.", "jakarta.", "javax.", "org.springframework." };

	private final KnownAnnotations known = new KnownAnnotations();

	private final Map<Class<?>, Boolean> classes = new ConcurrentHashMap<>(512);

	/**
	 * Tell whether the class, a superclass or an interface of it carries one of our
	 * annotations anywhere.
	 * @param type the class
	 * @return whether it is worth a closer look
	 */
	boolean isCandidate(Class<?> type) {
		for (Class<?> current = type; current != null && current != Object.class; current = current.getSuperclass()) {
			if (declares(current)) {
				return true;
			}
			for (Class<?> implemented : current.getInterfaces()) {
				if (isCandidate(implemented)) {
					return true;
				}
			}
		}
		return false;
	}

	private boolean declares(Class<?> type) {
		Boolean declares = this.classes.get(type);
		if (declares == null) {
			declares = inspect(type);
			this.classes.put(type, declares);
		}
		return declares;
	}

	private boolean inspect(Class<?> type) {
		if (isForeign(type.getName())) {
			return false;
		}
		try {
			if (this.known.containsAny(type.getDeclaredAnnotations())) {
				return true;
			}
			boolean[] found = new boolean[1];
			ReflectionUtils.doWithLocalMethods(type, (method) -> found[0] |= inspect(method));
			return found[0];
		}
		catch (LinkageError | IllegalStateException ex) {
			// A signature names a class that is missing: Spring treats it likewise.
			return false;
		}
	}

	// Most beans are Spring's own, whose many methods would only cost time at the start.
	private static boolean isForeign(String name) {
		for (String prefix : FOREIGN) {
			if (name.startsWith(prefix)) {
				return !name.startsWith("org.springframework.samples.");
			}
		}
		return false;
	}

	private boolean inspect(Method method) {
		return !method.isSynthetic()
				&& (this.known.containsAny(method.getDeclaredAnnotations()) || onParameters(method));
	}

	private boolean onParameters(Executable method) {
		if (method.getParameterCount() > 0) {
			for (var annotations : method.getParameterAnnotations()) {
				if (this.known.containsAny(annotations)) {
					return true;
				}
			}
		}
		return false;
	}

}
