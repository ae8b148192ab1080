// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.util.List;
import java.util.function.ToLongFunction;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.semconv.ErrorAttributes;

/**
 * The {@code otel.sdk.processor.*} and {@code otel.sdk.exporter.*} metrics, by the
 * semantic conventions for the SDK. They are read from the accounts, so that counting
 * them costs nothing more, and they say the same. Those of spans, log records and metric
 * readers come from the SDK itself.
 */
final class PipelineMetrics {

	private final Meter meter;

	private final List<ExporterComponent> exporters;

	private PipelineMetrics(Meter meter, List<ExporterComponent> exporters) {
		this.meter = meter;
		this.exporters = exporters;
	}

	static void register(MeterProvider provider, ExportStatus status) {
		Meter meter = provider.get("io.otelspring.sdk");
		for (Signal signal : Signal.values()) {
			List<ExporterComponent> exporters = status.of(signal).stream().map(ExporterComponent::of).toList();
			PipelineMetrics metrics = new PipelineMetrics(meter, exporters);
			switch (signal) {
				case TRACES -> metrics.register("span", "{span}");
				case LOGS -> metrics.register("log", "{log_record}");
				case METRICS -> metrics.registerExporters("metric_data_point", "{data_point}");
			}
		}
		registerOperations(meter, status.all());
	}

	private void register(String item, String unit) {
		registerExporters(item, unit);
		List<ExporterComponent> queued = this.exporters.stream()
			.filter((exporter) -> exporter.status().hasQueue())
			.toList();
		if (queued.isEmpty()) {
			return;
		}
		String prefix = "otel.sdk.processor." + item;
		upDownCounter(prefix + ".queue.size", unit, "Items that wait for export", queued, ExporterStatus::waiting);
		upDownCounter(prefix + ".queue.capacity", unit, "Most items that can wait for export", queued,
				ExporterStatus::capacity);
		this.meter.counterBuilder(prefix + ".processed")
			.setUnit(unit)
			.setDescription("Items that were handed to the exporter, or dropped")
			.buildWithCallback((measurement) -> queued.forEach((exporter) -> {
				measurement.record(exporter.account().handed(), exporter.processor());
				record(measurement, exporter.account().unqueued(), exporter.processor(), "queue_full");
				record(measurement, exporter.account().withheld(), exporter.processor(), "processor_blocked");
			}));
	}

	private void upDownCounter(String name, String unit, String description, List<ExporterComponent> queued,
			ToLongFunction<ExporterStatus> value) {
		this.meter.upDownCounterBuilder(name)
			.setUnit(unit)
			.setDescription(description)
			.buildWithCallback((measurement) -> queued
				.forEach((exporter) -> measurement.record(value.applyAsLong(exporter.status()), exporter.processor())));
	}

	private void registerExporters(String item, String unit) {
		if (this.exporters.isEmpty()) {
			return;
		}
		String prefix = "otel.sdk.exporter." + item;
		this.meter.upDownCounterBuilder(prefix + ".inflight")
			.setUnit(unit)
			.setDescription("Items that the exporter has and that have not been exported yet")
			.buildWithCallback((measurement) -> this.exporters
				.forEach((exporter) -> measurement.record(exporter.status().inFlight(), exporter.exporter())));
		this.meter.counterBuilder(prefix + ".exported")
			.setUnit(unit)
			.setDescription("Items whose export has ended, well or not")
			.buildWithCallback((measurement) -> this.exporters.forEach((exporter) -> {
				measurement.record(exporter.account().exported(), exporter.exporter());
				exporter.account()
					.errors()
					.forEach((error, items) -> record(measurement, items, exporter.exporter(), error));
			}));
	}

	private static void record(ObservableLongMeasurement measurement, long items, Attributes attributes, String error) {
		if (items > 0) {
			measurement.record(items, attributes.toBuilder().put(ErrorAttributes.ERROR_TYPE, error).build());
		}
	}

	private static void registerOperations(Meter meter, List<ExporterStatus> exporters) {
		if (exporters.isEmpty()) {
			return;
		}
		DoubleHistogram duration = meter.histogramBuilder("otel.sdk.exporter.operation.duration")
			.setUnit("s")
			.setDescription("Time from the first attempt to export a batch to the end of the last")
			.setExplicitBucketBoundariesAdvice(List.of())
			.build();
		for (ExporterStatus exporter : exporters) {
			ExporterComponent component = ExporterComponent.of(exporter);
			exporter.account()
				.operations((nanos, error, status) -> duration.record(nanos / 1e9, component.operation(error, status)));
		}
	}

}
