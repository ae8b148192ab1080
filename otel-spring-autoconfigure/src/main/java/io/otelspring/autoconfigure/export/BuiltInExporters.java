// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.export.console.ConsoleExporters;
import io.otelspring.autoconfigure.export.json.JsonLinesExporters;
import io.otelspring.autoconfigure.export.prometheus.PrometheusReader;
import io.otelspring.autoconfigure.export.zipkin.ZipkinSpanExporter;

/**
 * The exporters that come with the starter, by their types; they come before those of the
 * class path. A class of theirs is loaded when it is named only.
 */
final class BuiltInExporters {

	/** Types that need no batches, since each item is wanted at once. */
	static final Set<String> IMMEDIATE = Set.of(Destination.CONSOLE);

	private BuiltInExporters() {
	}

	/**
	 * Return the names of the exporters of a signal.
	 * @param signal the signal
	 * @return their names, without those that come from the SDK
	 */
	static List<String> names(Signal signal) {
		List<String> names = new ArrayList<>(
				List.of(Destination.CONSOLE, JsonLinesExporters.STDOUT, JsonLinesExporters.FILE));
		switch (signal) {
			case TRACES -> names.add(Destination.ZIPKIN);
			case METRICS -> names.add(Destination.PROMETHEUS);
			default -> {
			}
		}
		return names;
	}

	static @Nullable SpanExporter spans(String type, ConfigProperties config) {
		return switch (type) {
			case Destination.CONSOLE -> new ConsoleExporters(System.out).spans();
			case Destination.ZIPKIN -> isOnClassPath(type, config) ? null : ZipkinSpanExporter.create(config);
			case JsonLinesExporters.STDOUT, JsonLinesExporters.FILE -> new JsonLinesExporters(type, config).spans();
			default -> null;
		};
	}

	static @Nullable MetricExporter metrics(String type, ConfigProperties config) {
		return switch (type) {
			case Destination.CONSOLE -> new ConsoleExporters(System.out).metrics();
			case JsonLinesExporters.STDOUT, JsonLinesExporters.FILE -> new JsonLinesExporters(type, config).metrics();
			default -> null;
		};
	}

	static @Nullable MetricReader reader(String type, ConfigProperties config) {
		if (!type.equals(Destination.PROMETHEUS)) {
			return null;
		}
		// A bean, since its endpoint is one
		Iterator<PrometheusReader> readers = config.getComponentLoader().load(PrometheusReader.class).iterator();
		return readers.hasNext() ? readers.next() : null;
	}

	// OpenTelemetry's own exporter for Zipkin, which whoever added it wants
	private static boolean isOnClassPath(String type, ConfigProperties config) {
		for (ConfigurableSpanExporterProvider provider : config.getComponentLoader()
			.load(ConfigurableSpanExporterProvider.class)) {
			if (provider.getName().equals(type)) {
				return true;
			}
		}
		return false;
	}

	static @Nullable LogRecordExporter logs(String type, ConfigProperties config) {
		return switch (type) {
			case Destination.CONSOLE -> new ConsoleExporters(System.out).logs();
			case JsonLinesExporters.STDOUT, JsonLinesExporters.FILE -> new JsonLinesExporters(type, config).logs();
			default -> null;
		};
	}

}
