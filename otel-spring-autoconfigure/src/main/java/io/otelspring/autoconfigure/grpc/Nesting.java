// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.grpc;

import io.grpc.MethodDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a call that is being made is recorded already, where an interceptor was
 * added twice: the inner one is asked while the outer one asks for the call.
 */
final class Nesting {

	private final ThreadLocal<@Nullable MethodDescriptor<?, ?>> current = new ThreadLocal<>();

	boolean isIn(MethodDescriptor<?, ?> method) {
		return this.current.get() == method;
	}

	@Nullable MethodDescriptor<?, ?> enter(@Nullable MethodDescriptor<?, ?> method) {
		MethodDescriptor<?, ?> previous = this.current.get();
		this.current.set(method);
		return previous;
	}

	void exit(@Nullable MethodDescriptor<?, ?> previous) {
		if (previous != null) {
			this.current.set(previous);
		}
		else {
			this.current.remove();
		}
	}

}
