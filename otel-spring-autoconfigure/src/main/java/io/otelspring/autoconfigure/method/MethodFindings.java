// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.otelspring.autoconfigure.Finding;

/**
 * What was found while beans were made, by class: nothing of a bean is held.
 */
final class MethodFindings {

	private final Set<AnnotatedClass> seen = ConcurrentHashMap.newKeySet();

	private final Set<ActiveMethod> active = ConcurrentHashMap.newKeySet();

	private final Set<IneffectiveAnnotation> ineffective = ConcurrentHashMap.newKeySet();

	private final Set<Finding> questionable = ConcurrentHashMap.newKeySet();

	private final Map<AnnotatedClass, Boolean> settled = new ConcurrentHashMap<>();

	void seen(AnnotatedClass annotated) {
		if (this.seen.add(annotated)) {
			this.ineffective.addAll(annotated.ineffective());
			this.questionable.addAll(annotated.questionable());
		}
	}

	void active(AnnotatedClass annotated, Collection<MethodRecipe> hidden, String reason) {
		if (this.settled.putIfAbsent(annotated, Boolean.TRUE) != null) {
			return;
		}
		for (MethodRecipe recipe : annotated.recipes()) {
			if (hidden.contains(recipe)) {
				ineffective(recipe, reason);
			}
			else {
				this.active.add(new ActiveMethod(recipe.displayName(), recipe.annotations(), recipe.spanName()));
			}
		}
	}

	void ineffective(AnnotatedClass annotated, String reason) {
		annotated.recipes().forEach((recipe) -> ineffective(recipe, reason));
	}

	private void ineffective(MethodRecipe recipe, String reason) {
		recipe.annotations()
			.forEach((annotation) -> this.ineffective
				.add(new IneffectiveAnnotation(recipe.displayName(), annotation, reason)));
	}

	boolean isSeen(Class<?> type) {
		return this.seen.stream().anyMatch((annotated) -> type.isAssignableFrom(annotated.type()));
	}

	List<ActiveMethod> active() {
		return this.active.stream().sorted().toList();
	}

	List<Finding> questionable() {
		return this.questionable.stream().sorted(Comparator.comparing(Finding::what)).toList();
	}

	List<IneffectiveAnnotation> ineffective() {
		return new ArrayList<>(this.ineffective);
	}

}
