// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.console;

import java.io.PrintStream;

import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * The exporters named {@code console}, one for each signal.
 */
public final class ConsoleExporters {

	private final PrintStream out;

	/**
	 * Create the exporters.
	 * @param out where the lines go
	 */
	public ConsoleExporters(PrintStream out) {
		this.out = out;
	}

	/**
	 * Return an exporter that prints a tree of spans for each trace.
	 * @return the exporter
	 */
	public SpanExporter spans() {
		return new ConsoleSpanExporter(this.out);
	}

	/**
	 * Return an exporter that prints a line for each data point.
	 * @return the exporter
	 */
	public MetricExporter metrics() {
		return new ConsoleMetricExporter(this.out);
	}

	/**
	 * Return an exporter that prints a line for each log record.
	 * @return the exporter
	 */
	public LogRecordExporter logs() {
		return new ConsoleLogExporter(this.out);
	}

}
