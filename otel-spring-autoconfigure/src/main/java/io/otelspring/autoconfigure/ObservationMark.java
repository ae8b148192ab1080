// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import org.jspecify.annotations.Nullable;

/**
 * Marks the context of what is done in an observation. Micrometer restores an observation
 * on another thread by opening its scope, which makes that context current; whoever
 * restores contexts there too can see by the mark that it is not a forgotten one.
 */
public final class ObservationMark {

	private static final ContextKey<Object> KEY = ContextKey.named("otel-spring-observation");

	private ObservationMark() {
	}

	/**
	 * Return the given context with the mark.
	 * @param context the context
	 * @param observation what the mark leads to
	 * @return the marked context
	 */
	public static Context put(Context context, Object observation) {
		return context.with(KEY, observation);
	}

	/**
	 * Return what the mark of a context leads to.
	 * @param context the context
	 * @return it, or {@code null} if the context is not marked
	 */
	public static @Nullable Object get(Context context) {
		return context.get(KEY);
	}

}
