// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.context.reactor;

import io.micrometer.context.ThreadLocalAccessor;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.ObservationMark;
import io.otelspring.autoconfigure.ReactorContextKey;

/**
 * Tells Micrometer's context propagation how to read and set the current OpenTelemetry
 * context of a thread. Whatever else was opened and not closed in between, such as the
 * scope of an observation, a value that is set or restored is exactly the current one
 * afterwards.
 */
final class ContextThreadLocalAccessor implements ThreadLocalAccessor<Context> {

	@Override
	public Object key() {
		return ReactorContextKey.VALUE;
	}

	@Override
	public @Nullable Context getValue() {
		Context current = Context.current();
		return (current != Context.root()) ? current : null;
	}

	@Override
	@SuppressWarnings("MustBeClosedChecker")
	public void setValue(Context value) {
		if (value != Context.current()) {
			// The scope is not kept: what was current before is set again by its value.
			value.makeCurrent();
		}
	}

	/**
	 * Sets that there is none. The context of an observation stays: Reactor may carry the
	 * observation and no context, and whether its scope was opened before this is called
	 * is open. Where the observation is none of this thread's any more, its own accessor
	 * takes it away.
	 */
	@Override
	public void setValue() {
		if (ObservationMark.get(Context.current()) == null) {
			setValue(Context.root());
		}
	}

}
