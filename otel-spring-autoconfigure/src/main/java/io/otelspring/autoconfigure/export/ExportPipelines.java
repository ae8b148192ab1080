// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.internal.ConfigurableMetricReaderProvider;
import io.opentelemetry.sdk.autoconfigure.spi.logs.ConfigurableLogRecordExporterProvider;
import io.opentelemetry.sdk.autoconfigure.spi.metrics.ConfigurableMetricExporterProvider;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.ExportThread;
import io.otelspring.autoconfigure.config.TelemetryProperties;
import io.otelspring.autoconfigure.export.console.ConsoleExporters;
import io.otelspring.autoconfigure.redaction.Redaction;

/**
 * Builds the tail of each signal's pipeline: for every exporter a queue of its own, so
 * that one which hangs does not hold up another, and an account of its items.
 */
public final class ExportPipelines {

	private static final String CONSOLE = "console";

	private final TelemetryProperties properties;

	private final ExporterProviders providers;

	private final ExportCustomizers customizers;

	private final ExportStatus status;

	private final Redaction redaction;

	private final List<Abandonable> abandonables = new CopyOnWriteArrayList<>();

	private final ConsoleExporters console = new ConsoleExporters(System.out);

	/**
	 * Create the pipelines' builder.
	 * @param properties the application's properties
	 * @param loader finds providers
	 * @param customizers what extensions want done to exporters
	 * @param status where the account of each exporter goes
	 * @param redaction what telemetry passes before any exporter gets it
	 */
	public ExportPipelines(TelemetryProperties properties, ComponentLoader loader, ExportCustomizers customizers,
			ExportStatus status, Redaction redaction) {
		this.properties = properties;
		this.providers = new ExporterProviders(loader, properties);
		this.customizers = customizers;
		this.status = status;
		this.redaction = redaction;
	}

	/**
	 * Build the processors that export spans.
	 * @param names the exporters' names as configured
	 * @param beans further exporters by name
	 * @param config the SDK's configuration
	 * @return one processor for each exporter
	 */
	public List<SpanProcessor> spans(List<String> names, Map<String, SpanExporter> beans, ConfigProperties config) {
		List<SpanProcessor> processors = new ArrayList<>();
		for (String name : names) {
			SpanExporter exporter = name.equals(CONSOLE) ? this.console.spans()
					: this.providers.create(ConfigurableSpanExporterProvider.class,
							ConfigurableSpanExporterProvider::getName, ConfigurableSpanExporterProvider::createExporter,
							name, config);
			if (exporter == null) {
				throw this.providers.unknown(Signal.TRACES, name, this.providers
					.names(ConfigurableSpanExporterProvider.class, ConfigurableSpanExporterProvider::getName));
			}
			processors.add(spans(name, this.customizers.spanExporters.apply(exporter, config), config));
		}
		beans.forEach((name, exporter) -> processors.add(spans(name, exporter, config)));
		return processors;
	}

	private SpanProcessor spans(String name, SpanExporter exporter, ConfigProperties config) {
		CountedSpanExporter counted = new CountedSpanExporter(this.redaction.spans(exporter),
				account(Signal.TRACES, name));
		SpanProcessor processor = isSimple(Signal.TRACES, name) ? SimpleSpanProcessor.create(counted)
				: abandonable(new SpanBatches(counted, BatchSettings.of(Signal.TRACES, this.properties)));
		return this.customizers.spanProcessors.apply(processor, config);
	}

	/**
	 * Build the processors that export log records.
	 * @param names the exporters' names as configured
	 * @param beans further exporters by name
	 * @param config the SDK's configuration
	 * @return one processor for each exporter
	 */
	public List<LogRecordProcessor> logs(List<String> names, Map<String, LogRecordExporter> beans,
			ConfigProperties config) {
		List<LogRecordProcessor> processors = new ArrayList<>();
		for (String name : names) {
			LogRecordExporter exporter = name.equals(CONSOLE) ? this.console.logs()
					: this.providers.create(ConfigurableLogRecordExporterProvider.class,
							ConfigurableLogRecordExporterProvider::getName,
							ConfigurableLogRecordExporterProvider::createExporter, name, config);
			if (exporter == null) {
				throw this.providers.unknown(Signal.LOGS, name, this.providers.names(
						ConfigurableLogRecordExporterProvider.class, ConfigurableLogRecordExporterProvider::getName));
			}
			processors.add(logs(name, this.customizers.logExporters.apply(exporter, config), config));
		}
		beans.forEach((name, exporter) -> processors.add(logs(name, exporter, config)));
		return processors;
	}

	private LogRecordProcessor logs(String name, LogRecordExporter exporter, ConfigProperties config) {
		CountedLogRecordExporter counted = new CountedLogRecordExporter(this.redaction.logs(exporter),
				account(Signal.LOGS, name));
		LogRecordProcessor processor = isSimple(Signal.LOGS, name) ? SimpleLogRecordProcessor.create(counted)
				: abandonable(new LogBatches(counted, BatchSettings.of(Signal.LOGS, this.properties)));
		return this.customizers.logProcessors.apply(processor, config);
	}

	/**
	 * Build the readers that export metrics.
	 * @param names the exporters' names as configured
	 * @param config the SDK's configuration
	 * @return one reader for each exporter
	 */
	public List<MetricReader> metrics(List<String> names, ConfigProperties config) {
		List<MetricReader> readers = new ArrayList<>();
		for (String name : names) {
			MetricReader reader = pull(name, config);
			if (reader == null) {
				reader = push(name, config);
			}
			if (reader == null) {
				throw this.providers.unknown(Signal.METRICS, name, this.providers
					.names(ConfigurableMetricExporterProvider.class, ConfigurableMetricExporterProvider::getName));
			}
			readers.add(this.customizers.metricReaders.apply(reader, config));
		}
		return readers;
	}

	private @Nullable MetricReader pull(String name, ConfigProperties config) {
		return this.providers.create(ConfigurableMetricReaderProvider.class, ConfigurableMetricReaderProvider::getName,
				ConfigurableMetricReaderProvider::createMetricReader, name, config);
	}

	private @Nullable MetricReader push(String name, ConfigProperties config) {
		MetricExporter exporter = name.equals(CONSOLE) ? this.console.metrics()
				: this.providers.create(ConfigurableMetricExporterProvider.class,
						ConfigurableMetricExporterProvider::getName, ConfigurableMetricExporterProvider::createExporter,
						name, config);
		if (exporter == null) {
			return null;
		}
		CountedMetricExporter counted = abandonable(
				new CountedMetricExporter(this.customizers.metricExporters.apply(exporter, config),
						account(Signal.METRICS, name), this.properties.getDuration("otel.metric.export.timeout")));
		return PeriodicMetricReader.builder(counted)
			.setInterval(this.properties.getDuration("otel.metric.export.interval"))
			.setExecutor(Executors
				.newSingleThreadScheduledExecutor((task) -> ExportThread.create("otel-export-metrics-" + name, task)))
			.build();
	}

	private ExporterStatus account(Signal signal, String name) {
		if (!name.equals("otlp")) {
			return this.status.add(signal, name, null, null);
		}
		Endpoint endpoint = Endpoint.otlp(signal, this.properties);
		return this.status.add(signal, name, endpoint.protocol(), endpoint.url());
	}

	private boolean isSimple(Signal signal, String name) {
		return name.equals(CONSOLE) || "simple".equals(this.properties.get("otel." + signal.id() + ".processor"));
	}

	private <T extends Abandonable> T abandonable(T pipeline) {
		this.abandonables.add(pipeline);
		return pipeline;
	}

	/**
	 * Let the exporters have the SDK, for the metrics that they make of themselves.
	 * @param sdk the finished SDK
	 */
	public void ready(OpenTelemetrySdk sdk) {
		this.providers.ready(sdk);
		ProcessorMetrics.register(sdk.getMeterProvider(), this.status, this.properties);
	}

	/**
	 * End everything at once, and count as dropped what is left.
	 */
	public void abandon() {
		this.abandonables.forEach(Abandonable::abandon);
	}

}
