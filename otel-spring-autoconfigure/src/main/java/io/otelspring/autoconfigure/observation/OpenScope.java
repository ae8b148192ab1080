// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * A scope of an observation that is open on a thread.
 */
final class OpenScope {

	final Thread thread;

	/**
	 * What was current before.
	 */
	final Context before;

	/**
	 * The scope of the context, or {@code null} where nothing had to be opened.
	 */
	final @Nullable Scope scope;

	/**
	 * Whether it was closed while that of another observation was open inside of it.
	 */
	volatile boolean closed;

	@Nullable OpenScope next;

	OpenScope(Thread thread, Context before, @Nullable Scope scope, @Nullable OpenScope next) {
		this.thread = thread;
		this.before = before;
		this.scope = scope;
		this.next = next;
	}

}
