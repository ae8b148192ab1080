// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What the compiler gathers for one {@link MethodRecipe}.
 */
final class MethodRecipeBuilder {

	final Method method;

	final String displayName;

	final Set<String> annotations = new LinkedHashSet<>();

	boolean untraced;

	@Nullable SpanRecipe span;

	boolean currentSpan;

	AttributeBinding[] currentSpanArguments = AttributeBinding.NONE;

	@Nullable AttributeBinding result;

	final List<MetricRecipe> metrics = new ArrayList<>();

	AttributeBinding[] dimensions = AttributeBinding.NONE;

	ResultKind resultKind = ResultKind.PLAIN;

	MethodRecipeBuilder(Method method, String displayName) {
		this.method = method;
		this.displayName = displayName;
	}

	boolean isEmpty() {
		return !this.untraced && this.span == null && !this.currentSpan && this.metrics.isEmpty();
	}

}
