// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.global;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * What a tracer, meter or logger was asked for by.
 *
 * @param name the name of the instrumentation scope
 * @param version its version
 * @param schemaUrl the schema that its telemetry follows
 */
record Scope(String name, @Nullable String version, @Nullable String schemaUrl) {

	Scope(String name) {
		this(name, null, null);
	}

	/**
	 * One tracer, meter or logger for each scope. Since they hold nothing of an owner,
	 * they stay as long as the global.
	 *
	 * @param <T> the type of what there is for a scope
	 */
	static final class Registry<T> {

		private final Map<Scope, T> known = new ConcurrentHashMap<>();

		private final Function<Scope, T> factory;

		Registry(Function<Scope, T> factory) {
			this.factory = factory;
		}

		T get(Scope scope) {
			T known = this.known.get(scope);
			return (known != null) ? known : this.known.computeIfAbsent(scope, this.factory);
		}

	}

}
