// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.json;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

import io.opentelemetry.exporter.internal.ExporterBuilderUtil;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import io.opentelemetry.sdk.metrics.export.DefaultAggregationSelector;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import io.otelspring.autoconfigure.config.FileProblem;

/**
 * The exporters {@code otlp/stdout} and {@code otlp_file}, one for each signal. The SDK's
 * own code writes the JSON, for which it needs Jackson 2.
 */
public final class JsonLinesExporters {

	/** The exporter that writes to the standard output, by its specified name. */
	public static final String STDOUT = "otlp/stdout";

	/** The exporter that writes to files. */
	public static final String FILE = "otlp_file";

	private static final String DIRECTORY = "otel.exporter.otlp.file.directory";

	private final String type;

	private final ConfigProperties config;

	/**
	 * Create the exporters.
	 * @param type the exporter's name
	 * @param config the configuration of the destination
	 */
	public JsonLinesExporters(String type, ConfigProperties config) {
		this.type = type;
		this.config = config;
	}

	/**
	 * Return an exporter that writes a line for each batch of spans.
	 * @return the exporter
	 */
	public SpanExporter spans() {
		return new JsonSpanExporter(lines("traces"));
	}

	/**
	 * Return an exporter that writes a line for each batch of metrics.
	 * @return the exporter
	 */
	public MetricExporter metrics() {
		AtomicReference<AggregationTemporalitySelector> temporality = new AtomicReference<>(
				AggregationTemporalitySelector.alwaysCumulative());
		AtomicReference<DefaultAggregationSelector> aggregation = new AtomicReference<>(
				DefaultAggregationSelector.getDefault());
		ExporterBuilderUtil.configureOtlpAggregationTemporality(this.config, temporality::set);
		ExporterBuilderUtil.configureOtlpHistogramDefaultAggregation(this.config, aggregation::set);
		return new JsonMetricExporter(lines("metrics"), temporality.get(), aggregation.get());
	}

	/**
	 * Return an exporter that writes a line for each batch of log records.
	 * @return the exporter
	 */
	public LogRecordExporter logs() {
		return new JsonLogExporter(lines("logs"));
	}

	/**
	 * Name the place where lines go.
	 * @param type the exporter's name
	 * @param signal the name of the signal
	 * @param config the configuration of the destination
	 * @return a path, or the name of the standard output
	 */
	public static String place(String type, String signal, ConfigProperties config) {
		String directory = config.getString(DIRECTORY);
		return (type.equals(FILE) && directory != null) ? file(directory, signal).toString() : "stdout";
	}

	private static Path file(String directory, String signal) {
		return Path.of(directory, signal + ".jsonl");
	}

	private JsonLines lines(String signal) {
		try {
			Class.forName("com.fasterxml.jackson.core.JsonFactory", false, JsonLinesExporters.class.getClassLoader());
		}
		catch (ClassNotFoundException ex) {
			throw new ConfigurationException("otel." + signal + ".exporter: '" + this.type
					+ "' needs a library that is not on the class path. Add the dependency "
					+ "com.fasterxml.jackson.core:jackson-core.");
		}
		if (this.type.equals(STDOUT)) {
			return JsonLines.to(System.out);
		}
		String directory = this.config.getString(DIRECTORY);
		if (directory == null) {
			throw new ConfigurationException("otel." + signal + ".exporter: '" + FILE + "' needs a directory. Set "
					+ DIRECTORY + ", where it writes traces.jsonl, metrics.jsonl and logs.jsonl.");
		}
		try {
			return JsonLines.appendTo(file(directory, signal));
		}
		catch (IOException ex) {
			throw new ConfigurationException(DIRECTORY + ": " + FileProblem.of(ex) + ". Set " + DIRECTORY
					+ " to a directory in which the application may write.", ex);
		}
	}

}
