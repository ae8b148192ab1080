// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A backend that {@code otel.backend} names, as its preset and the application's
 * properties describe it.
 *
 * @param name the name
 * @param exporters its exporters by the signals that it takes
 * @param requirements the classes that it needs, with the coordinates of their libraries
 * @param idGenerator the class of the generator of ids that it wants, or {@code null}
 * @param customizer the class by which its library customizes the SDK, or {@code null}
 * @param customizerArgument what the customizer is told, or {@code null}
 * @param properties properties of all signals that it wants, unless the application sets
 * them
 */
public record Backend(String name, Map<String, BackendExporter> exporters, Map<String, String> requirements,
		@Nullable String idGenerator, @Nullable String customizer, @Nullable String customizerArgument,
		Map<String, String> properties) {

	/**
	 * Return whether there is a backend of a name.
	 * @param name the name
	 * @return whether there is a preset for it
	 */
	public static boolean isKnown(String name) {
		return BackendProperties.NAMES.contains(name);
	}

	// Without what may be secret
	@Override
	public String toString() {
		return this.name + this.exporters.keySet();
	}

}
