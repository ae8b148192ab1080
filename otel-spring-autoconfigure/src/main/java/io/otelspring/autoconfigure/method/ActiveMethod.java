// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A method whose annotations are in effect.
 *
 * @param method the method
 * @param annotations the annotations that hold for it
 * @param spanName the name of its span, if it has one
 */
public record ActiveMethod(String method, List<String> annotations,
		@Nullable String spanName) implements Comparable<ActiveMethod> {

	@Override
	public int compareTo(ActiveMethod other) {
		return this.method.compareTo(other.method);
	}

}
