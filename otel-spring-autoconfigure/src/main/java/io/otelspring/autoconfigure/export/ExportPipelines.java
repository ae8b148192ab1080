// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.time.Duration;
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
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.otelspring.autoconfigure.ExportThread;
import io.otelspring.autoconfigure.config.LengthLimits;
import io.otelspring.autoconfigure.config.TelemetryProperties;
import io.otelspring.autoconfigure.export.ExporterProviders.Kind;
import io.otelspring.autoconfigure.export.prometheus.PrometheusReader;
import io.otelspring.autoconfigure.redaction.Redaction;

/**
 * Builds the tail of each signal's pipeline: for every destination an exporter and a
 * queue of its own, so that one which hangs does not hold up another, and an account of
 * its items.
 */
public final class ExportPipelines {

	private static final Log logger = LogFactory.getLog(ExportPipelines.class);

	private static final Kind<ConfigurableSpanExporterProvider, SpanExporter> SPANS = new Kind<>(
			ConfigurableSpanExporterProvider.class, ConfigurableSpanExporterProvider::getName,
			ConfigurableSpanExporterProvider::createExporter, BuiltInExporters::spans);

	private static final Kind<ConfigurableLogRecordExporterProvider, LogRecordExporter> LOGS = new Kind<>(
			ConfigurableLogRecordExporterProvider.class, ConfigurableLogRecordExporterProvider::getName,
			ConfigurableLogRecordExporterProvider::createExporter, BuiltInExporters::logs);

	private static final Kind<ConfigurableMetricExporterProvider, MetricExporter> METRICS = new Kind<>(
			ConfigurableMetricExporterProvider.class, ConfigurableMetricExporterProvider::getName,
			ConfigurableMetricExporterProvider::createExporter, BuiltInExporters::metrics);

	private static final Kind<ConfigurableMetricReaderProvider, MetricReader> READERS = new Kind<>(
			ConfigurableMetricReaderProvider.class, ConfigurableMetricReaderProvider::getName,
			ConfigurableMetricReaderProvider::createMetricReader, BuiltInExporters::reader);

	private final TelemetryProperties properties;

	private final ComponentLoader loader;

	private final ExporterProviders providers;

	private final ExportCustomizers customizers;

	private final DestinationSenders senders;

	private final ExportStatus status;

	private final Redaction redaction;

	private final long maxMemory;

	private final List<Abandonable> abandonables = new CopyOnWriteArrayList<>();

	/**
	 * Create the pipelines' builder.
	 * @param properties the application's properties
	 * @param loader finds providers
	 * @param customizers what extensions want done to exporters
	 * @param senders what carries the batches of each destination
	 * @param status where the account of each exporter goes
	 * @param redaction what telemetry passes before any exporter gets it
	 * @param maxMemory how many characters the bodies of waiting log records have at most
	 */
	public ExportPipelines(TelemetryProperties properties, ComponentLoader loader, ExportCustomizers customizers,
			DestinationSenders senders, ExportStatus status, Redaction redaction, long maxMemory) {
		this.properties = properties;
		this.loader = loader;
		this.providers = new ExporterProviders(loader, properties);
		this.customizers = customizers;
		this.senders = senders;
		this.status = status;
		this.redaction = redaction;
		this.maxMemory = maxMemory;
	}

	/**
	 * Build the processors that export spans.
	 * @param destinations where spans go
	 * @param beans further exporters by name
	 * @param config the SDK's configuration
	 * @return one processor for each exporter
	 */
	public List<SpanProcessor> spans(List<Destination> destinations, Map<String, SpanExporter> beans,
			ConfigProperties config) {
		List<SpanProcessor> processors = new ArrayList<>();
		for (Destination destination : destinations) {
			Tail tail = tail(destination, config);
			SpanExporter exporter = this.providers.create(SPANS, destination.type(), tail.config());
			if (exporter == null) {
				throw this.providers.unknown(destination, SPANS);
			}
			processors.add(spans(tail, this.customizers.spanExporters.apply(exporter, tail.config())));
		}
		beans.forEach((name, exporter) -> processors.add(spans(bean(Signal.TRACES, name, config), exporter)));
		return processors;
	}

	private SpanProcessor spans(Tail tail, SpanExporter exporter) {
		tail.account().exporter(exporter);
		CountedSpanExporter counted = new CountedSpanExporter(
				this.redaction.spans(exporter, LengthLimits.of(this.properties).spanValue()), tail.account());
		SpanProcessor processor = isSimple(tail.destination()) ? SimpleSpanProcessor.create(counted)
				: abandonable(new SpanBatches(counted, BatchSettings.of(tail.destination(), this.properties)));
		return this.customizers.spanProcessors.apply(this.status.watched(tail.account(), processor), tail.config());
	}

	/**
	 * Build the processors that export log records.
	 * @param destinations where log records go
	 * @param beans further exporters by name
	 * @param config the SDK's configuration
	 * @return one processor for each exporter
	 */
	public List<LogRecordProcessor> logs(List<Destination> destinations, Map<String, LogRecordExporter> beans,
			ConfigProperties config) {
		List<LogRecordProcessor> processors = new ArrayList<>();
		for (Destination destination : destinations) {
			Tail tail = tail(destination, config);
			LogRecordExporter exporter = this.providers.create(LOGS, destination.type(), tail.config());
			if (exporter == null) {
				throw this.providers.unknown(destination, LOGS);
			}
			processors.add(logs(tail, this.customizers.logExporters.apply(exporter, tail.config())));
		}
		beans.forEach((name, exporter) -> processors.add(logs(bean(Signal.LOGS, name, config), exporter)));
		return processors;
	}

	private LogRecordProcessor logs(Tail tail, LogRecordExporter exporter) {
		tail.account().exporter(exporter);
		CountedLogRecordExporter counted = new CountedLogRecordExporter(
				this.redaction.logs(exporter, LengthLimits.of(this.properties).logBody()), tail.account());
		LogRecordProcessor processor = isSimple(tail.destination()) ? SimpleLogRecordProcessor.create(counted)
				: abandonable(new LogBatches(counted,
						BatchSettings.of(tail.destination(), this.properties).limited(this.maxMemory)));
		return this.customizers.logProcessors.apply(processor, tail.config());
	}

	/**
	 * Build the readers that export metrics.
	 * @param destinations where metrics go
	 * @param beans further exporters by name
	 * @param config the SDK's configuration
	 * @return one reader for each exporter
	 */
	public List<MetricReader> metrics(List<Destination> destinations, Map<String, MetricExporter> beans,
			ConfigProperties config) {
		List<MetricReader> readers = new ArrayList<>();
		for (Destination destination : destinations) {
			Tail tail = tail(destination, config);
			MetricReader reader = this.providers.create(READERS, destination.type(), tail.config());
			if (reader == null) {
				MetricExporter exporter = this.providers.create(METRICS, destination.type(), tail.config());
				if (exporter == null) {
					throw this.providers.unknown(destination, METRICS, READERS);
				}
				reader = metrics(tail, this.customizers.metricExporters.apply(exporter, tail.config()));
			}
			else if (reader instanceof PrometheusReader prometheus) {
				prometheus.account(new FetchAccount(tail.account()));
			}
			readers.add(this.customizers.metricReaders.apply(reader, tail.config()));
		}
		beans.forEach((name, exporter) -> readers.add(metrics(bean(Signal.METRICS, name, config), exporter)));
		return readers;
	}

	private MetricReader metrics(Tail tail, MetricExporter exporter) {
		tail.account().exporter(exporter);
		CountedMetricExporter counted = abandonable(new CountedMetricExporter(exporter, tail.account(),
				this.properties.getDuration("otel.metric.export.timeout")));
		String thread = "otel-export-metrics-" + tail.destination().name();
		return PeriodicMetricReader.builder(counted)
			.setInterval(this.properties.getDuration("otel.metric.export.interval"))
			.setExecutor(Executors.newSingleThreadScheduledExecutor((task) -> ExportThread.create(thread, task)))
			.build();
	}

	private Tail bean(Signal signal, String name, ConfigProperties config) {
		return tail(new Destination(signal, name, "bean", null), config);
	}

	private Tail tail(Destination destination, ConfigProperties config) {
		Endpoint endpoint = Endpoint.of(destination, new DestinationConfig(destination, config, this.loader));
		ExporterStatus account = this.status.add(destination.signal(), destination.name(), endpoint.protocol(),
				endpoint.url());
		DestinationSenders.Senders own = this.senders.of(destination, account);
		ComponentLoader components = (own != null) ? new DestinationComponents(this.loader, own) : this.loader;
		if (destination.headers() != null) {
			components = new AuthorizedComponents(components, destination.headers());
		}
		return new Tail(destination, account, new DestinationConfig(destination, config, components));
	}

	private boolean isSimple(Destination destination) {
		return BuiltInExporters.IMMEDIATE.contains(destination.type())
				|| "simple".equals(this.properties.get("otel." + destination.signal().id() + ".processor"));
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
		this.senders.ready();
		PipelineMetrics.register(sdk.getMeterProvider(), this.status);
	}

	/**
	 * Take note that the application ends.
	 * @param timeout the time that is left for everything
	 */
	public void ending(Duration timeout) {
		this.senders.ending(timeout);
	}

	/**
	 * Go on as before, since the application does not end after all.
	 */
	public void resume() {
		this.senders.resume();
	}

	/**
	 * End everything at once, and count as dropped what is left.
	 */
	public void abandon() {
		long before = dropped();
		this.abandonables.forEach(Abandonable::abandon);
		this.senders.abandon();
		long lost = dropped() - before;
		if (lost > 0) {
			logger.warn(lost + " items of telemetry were lost at the end of the application: a destination is out, or "
					+ "the time (otel.export.shutdown-timeout) was up. With otel.export.spool.directory the next "
					+ "process would export them.");
		}
	}

	private long dropped() {
		return this.status.all().stream().mapToLong(ExporterStatus::dropped).sum();
	}

	/**
	 * What belongs to one destination.
	 *
	 * @param destination the destination
	 * @param account what becomes of its items
	 * @param config the configuration as its exporter sees it
	 */
	private record Tail(Destination destination, ExporterStatus account, ConfigProperties config) {

	}

}
