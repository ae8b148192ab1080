// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How one signal gets to a backend.
 *
 * @param type the exporter: {@code otlp}, {@code zipkin} or another by its name
 * @param settings the exporter's properties, in place of the application's, or
 * {@code null} if the application's describe it
 * @param credentials what supplies headers that change while the application runs, or
 * {@code null} if nothing does
 * @param address where the backend is, if its exporter has no property for that, or
 * {@code null} if the settings tell it
 */
public record BackendExporter(String type, @Nullable Map<String, String> settings, @Nullable Credentials credentials,
		@Nullable String address) {

	// Without what may be secret
	@Override
	public String toString() {
		return this.type;
	}

	/**
	 * Where headers come from that change while the application runs.
	 *
	 * @param kind the kind: {@code google}
	 * @param file a file with credentials, or {@code null} for those of the environment
	 */
	public record Credentials(String kind, @Nullable String file) {

	}

}
