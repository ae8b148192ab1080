// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.global;

import io.opentelemetry.api.OpenTelemetry;
import org.jspecify.annotations.Nullable;

/**
 * A live context that can be served, or nobody. Compared by identity.
 */
final class Owner {

	/**
	 * Serves nothing.
	 */
	static final Owner NOBODY = new Owner(new Object(), OpenTelemetry.noop(), null);

	private final Object mark = new Object();

	private final Object contextKey;

	private final OpenTelemetry openTelemetry;

	private final ClassLoader classLoader;

	Owner(Object contextKey, OpenTelemetry openTelemetry, @Nullable ClassLoader classLoader) {
		this.contextKey = contextKey;
		this.openTelemetry = openTelemetry;
		this.classLoader = (classLoader != null) ? classLoader : ClassLoader.getSystemClassLoader();
	}

	OpenTelemetry openTelemetry() {
		return this.openTelemetry;
	}

	/**
	 * What a registration remembers an owner by without keeping it in memory.
	 * @return an object that only this owner has
	 */
	Object mark() {
		return this.mark;
	}

	Object contextKey() {
		return this.contextKey;
	}

	boolean isOf(Object contextKey) {
		return this.contextKey == contextKey;
	}

	/**
	 * Whether a class can belong to this context. One from a sibling of its class loader
	 * cannot: it belongs to another application, or to one that was restarted.
	 * @param type the class
	 * @return whether one of the two class loaders is above the other
	 */
	boolean canUse(Class<?> type) {
		ClassLoader other = type.getClassLoader();
		return other == null || isAbove(other, this.classLoader) || isAbove(this.classLoader, other);
	}

	private static boolean isAbove(ClassLoader upper, ClassLoader lower) {
		for (ClassLoader candidate = lower; candidate != null; candidate = candidate.getParent()) {
			if (candidate == upper) {
				return true;
			}
		}
		return false;
	}

}
