// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.semconv.ErrorAttributes;

/**
 * The {@code otel.sdk.processor.*} metrics of our batch processors, by the semantic
 * conventions for the SDK. They are read from the accounts, so that counting them costs
 * nothing more.
 */
final class ProcessorMetrics {

	private static final AttributeKey<String> TYPE = AttributeKey.stringKey("otel.component.type");

	private static final AttributeKey<String> NAME = AttributeKey.stringKey("otel.component.name");

	private ProcessorMetrics() {
	}

	static void register(MeterProvider provider, ExportStatus status) {
		Meter meter = provider.get("io.otelspring.sdk");
		register(meter, "span", "{span}", "batching_span_processor", status.of(Signal.TRACES));
		register(meter, "log", "{log_record}", "batching_log_processor", status.of(Signal.LOGS));
	}

	private static void register(Meter meter, String item, String unit, String type, List<ExporterStatus> all) {
		List<ExporterStatus> exporters = all.stream().filter(ExporterStatus::hasQueue).toList();
		if (exporters.isEmpty()) {
			return;
		}
		String prefix = "otel.sdk.processor." + item;
		meter.upDownCounterBuilder(prefix + ".queue.size")
			.setUnit(unit)
			.setDescription("Items that wait for export")
			.buildWithCallback((measurement) -> exporters
				.forEach((exporter) -> measurement.record(exporter.queued(), attributes(type, exporter))));
		meter.upDownCounterBuilder(prefix + ".queue.capacity")
			.setUnit(unit)
			.setDescription("Most items that can wait for export")
			.buildWithCallback((measurement) -> exporters
				.forEach((exporter) -> measurement.record(exporter.capacity(), attributes(type, exporter))));
		meter.counterBuilder(prefix + ".processed")
			.setUnit(unit)
			.setDescription("Items that were handed to the exporter, or dropped")
			.buildWithCallback((measurement) -> exporters.forEach((exporter) -> {
				measurement.record(exporter.exported() + exporter.failed(), attributes(type, exporter));
				if (exporter.dropped() > 0) {
					measurement.record(exporter.dropped(),
							attributes(type, exporter).toBuilder()
								.put(ErrorAttributes.ERROR_TYPE, "queue_full")
								.build());
				}
			}));
	}

	private static Attributes attributes(String type, ExporterStatus exporter) {
		return Attributes.of(TYPE, type, NAME, type + "/" + exporter.name());
	}

}
