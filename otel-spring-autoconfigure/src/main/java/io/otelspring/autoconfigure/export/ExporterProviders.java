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

import io.otelspring.autoconfigure.config.Backend;
import io.otelspring.autoconfigure.config.TelemetryProperties;

/**
 * Finds exporters by name among the providers on the class path.
 */
final class ExporterProviders {

	private static final Map<String, String> ARTIFACTS = Map.of("logging",
			"io.opentelemetry:opentelemetry-exporter-logging", "logging-otlp",
			"io.opentelemetry:opentelemetry-exporter-logging-otlp", "experimental-otlp/stdout",
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
	 * @param kind the kind of provider
	 * @param type the name that the provider must have
	 * @param config the configuration as the exporter sees it
	 * @param <P> the type of provider
	 * @param <E> the type of exporter
	 * @return the exporter or {@code null} if no provider has the name
	 */
	<P, E> @Nullable E create(Kind<P, E> kind, String type, ConfigProperties config) {
		E builtIn = kind.builtIn().apply(type, config);
		if (builtIn != null) {
			return builtIn;
		}
		for (P provider : this.loader.load(kind.provider())) {
			if (kind.name().apply(provider).equals(type)) {
				E exporter = kind.create().apply(provider, config);
				// The SDK's own exporters want it for metrics that our accounts supply
				boolean counts = provider.getClass().getName().startsWith("io.opentelemetry.exporter.");
				if (!counts && provider instanceof AutoConfigureListener listener) {
					this.listeners.add(listener);
				}
				return exporter;
			}
		}
		return null;
	}

	/**
	 * Say that there is no exporter of a destination's type.
	 * @param destination the destination
	 * @param kinds the kinds of provider that were asked
	 * @return the exception to throw
	 */
	RuntimeException unknown(Destination destination, Kind<?, ?>... kinds) {
		String artifact = ARTIFACTS.get(destination.type());
		TreeSet<String> known = new TreeSet<>(BuiltInExporters.names(destination.signal()));
		known.add("none");
		for (Kind<?, ?> kind : kinds) {
			addNames(kind, known);
		}
		String reason = "there is no exporter '" + destination.type() + "' of " + destination.signal().id();
		if (artifact != null) {
			return this.properties.invalid(destination.signal().exporterProperty(),
					reason + ": add the dependency " + artifact);
		}
		String backend = Backend.isKnown(destination.type())
				? "; to send to the backend of that name, set otel.backend to " + destination.type() : "";
		return this.properties.invalid(destination.signal().exporterProperty(),
				reason + ": the class path has " + known + backend);
	}

	private <P> void addNames(Kind<P, ?> kind, TreeSet<String> names) {
		this.loader.load(kind.provider()).forEach((provider) -> names.add(kind.name().apply(provider)));
	}

	/**
	 * Let the exporters have the SDK, for the metrics that they make of themselves.
	 * @param sdk the finished SDK
	 */
	void ready(OpenTelemetrySdk sdk) {
		this.listeners.forEach((listener) -> listener.afterAutoConfigure(sdk));
	}

	/**
	 * A kind of provider: what the SDK's types for one signal have in common.
	 *
	 * @param provider the type of provider
	 * @param name tells a provider's name
	 * @param create lets a provider create its exporter
	 * @param builtIn creates the exporter that comes with the starter, if there is one
	 * @param <P> the type of provider
	 * @param <E> the type of exporter
	 */
	record Kind<P, E>(Class<P> provider, Function<P, String> name, BiFunction<P, ConfigProperties, E> create,
			BiFunction<String, ConfigProperties, @Nullable E> builtIn) {

	}

}
