// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;

/**
 * Marks a context whose remote parent gives its ids but not its sampled flag. The sampler
 * looks for the mark and decides about the children of such a parent as it does about a
 * local root; a parent-based sampler alone would follow the flag.
 */
public final class LocalSampling {

	private static final ContextKey<Boolean> KEY = ContextKey.named("otel-spring-local-sampling");

	private LocalSampling() {
	}

	/**
	 * Return the given context with the mark.
	 * @param context a context that has a remote parent
	 * @return the marked context
	 */
	public static Context require(Context context) {
		return (context.get(KEY) != null) ? context : context.with(KEY, Boolean.TRUE);
	}

	/**
	 * Return whether a span that starts in the given context is to be sampled as a local
	 * root. This holds for the first span below the remote parent and not for those below
	 * that span, which follow it.
	 * @param parent the context that the span starts in
	 * @return whether the sampler decides as for a local root
	 */
	public static boolean isRequired(Context parent) {
		return parent.get(KEY) != null && Span.fromContext(parent).getSpanContext().isRemote();
	}

}
