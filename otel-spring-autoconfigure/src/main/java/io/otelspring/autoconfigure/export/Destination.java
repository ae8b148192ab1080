// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Where one signal goes: one exporter, with a queue and an account of its own.
 *
 * @param signal what is exported
 * @param name the name as users see it: an exporter's ({@code otlp}), a backend's
 * ({@code new-relic}) or a bean's
 * @param type the name by which the exporter is found: {@code otlp}, {@code console},
 * {@code zipkin} or one that an extension adds
 * @param settings properties on top of the application's, by their names with dots alone
 * and in the form that the SDK reads; with them the application's {@code otel.exporter.*}
 * properties are not for this destination. {@code null} if it has only the application's.
 * @param headers supplies headers that change while the application runs, such as tokens,
 * for each request anew, or {@code null} if there are none
 * @param address where it is, if no property of its exporter tells that, or {@code null}
 */
public record Destination(Signal signal, String name, String type, @Nullable Map<String, String> settings,
		@Nullable Supplier<Map<String, String>> headers, @Nullable String address) {

	static final String CONSOLE = "console";

	static final String OTLP = "otlp";

	static final String PROMETHEUS = "prometheus";

	static final String ZIPKIN = "zipkin";

	/**
	 * Create a destination whose headers do not change.
	 * @param signal what is exported
	 * @param name the name as users see it
	 * @param type the name by which the exporter is found
	 * @param settings properties on top of the application's, or {@code null}
	 */
	public Destination(Signal signal, String name, String type, @Nullable Map<String, String> settings) {
		this(signal, name, type, settings, null, null);
	}

	/**
	 * Create a destination that the application's own properties describe.
	 * @param signal what is exported
	 * @param exporter the exporter's name
	 * @return the destination
	 */
	public static Destination of(Signal signal, String exporter) {
		return new Destination(signal, exporter, exporter, null);
	}

	/**
	 * Return what was set for this destination alone, which takes the place of what the
	 * application sets for all.
	 * @param property a property's name with dots alone
	 * @return the value or {@code null} if there is none
	 */
	@Nullable String setting(String property) {
		return (this.settings != null) ? this.settings.get(property) : null;
	}

	// Without the settings, where keys stand
	@Override
	public String toString() {
		return this.signal.id() + " to " + this.name;
	}

	/**
	 * Return whether the application's value of a property is not for this destination.
	 * @param property a property's name with dots alone
	 * @return whether it has one of its own, or none
	 */
	boolean replaces(String property) {
		return this.settings != null && (property.startsWith("otel.exporter.") || this.settings.containsKey(property));
	}

}
