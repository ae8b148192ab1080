// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.internal.AutoConfigureListener;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.config.TelemetryProperties;

/**
 * Finds exporters by name among the providers on the class path.
 */
final class ExporterProviders {

	private static final Map<String, String> ARTIFACTS = Map.of("zipkin",
			"io.opentelemetry:opentelemetry-exporter-zipkin", "prometheus",
			"io.opentelemetry:opentelemetry-exporter-prometheus", "logging",
			"io.opentelemetry:opentelemetry-exporter-logging", "logging-otlp",
			"io.opentelemetry:opentelemetry-exporter-logging-otlp", "otlp_file",
			"io.opentelemetry:opentelemetry-exporter-logging-otlp");

	private final ComponentLoader loader;

	private final TelemetryProperties properties;

	private final List<AutoConfigureListener> listeners = new ArrayList<>();

	ExporterProviders(ComponentLoader loader, TelemetryProperties properties) {
		this.loader = loader;
		this.properties = properties;
	}

	/**
	 * Create an exporter.
	 * @param type the type of provider
	 * @param nameOf tells a provider's name
	 * @param create lets a provider create its exporter
	 * @param name the wanted name
	 * @param config the SDK's configuration
	 * @param <P> the type of provider
	 * @param <E> the type of exporter
	 * @return the exporter or {@code null} if no provider has the name
	 */
	<P, E> @Nullable E create(Class<P> type, Function<P, String> nameOf, BiFunction<P, ConfigProperties, E> create,
			String name, ConfigProperties config) {
		for (P provider : this.loader.load(type)) {
			if (nameOf.apply(provider).equals(name)) {
				E exporter = create.apply(provider, config);
				if (provider instanceof AutoConfigureListener listener) {
					this.listeners.add(listener);
				}
				return exporter;
			}
		}
		return null;
	}

	/**
	 * Say that no provider has a name.
	 * @param signal the signal whose exporter was wanted
	 * @param name the name
	 * @param known tells the names that could be used
	 * @return the exception to throw
	 */
	RuntimeException unknown(Signal signal, String name, TreeSet<String> known) {
		String artifact = ARTIFACTS.get(name);
		known.add("console");
		known.add("none");
		String remedy = (artifact != null) ? "add the dependency " + artifact : "the class path has " + known;
		return this.properties.invalid(signal.exporterProperty(),
				"there is no exporter '" + name + "' of " + signal.id() + ": " + remedy);
	}

	<P> TreeSet<String> names(Class<P> type, Function<P, String> nameOf) {
		TreeSet<String> names = new TreeSet<>();
		this.loader.load(type).forEach((provider) -> names.add(nameOf.apply(provider)));
		return names;
	}

	/**
	 * Let the exporters have the SDK, for the metrics that they make of themselves.
	 * @param sdk the finished SDK
	 */
	void ready(OpenTelemetrySdk sdk) {
		this.listeners.forEach((listener) -> listener.afterAutoConfigure(sdk));
	}

}
