// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.console;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.metrics.data.SummaryPointData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import org.springframework.boot.ansi.AnsiColor;
import org.springframework.boot.ansi.AnsiStyle;

/**
 * Prints a line for each data point, histograms with their percentiles.
 */
final class ConsoleMetricExporter implements MetricExporter {

	private final PrintStream out;

	ConsoleMetricExporter(PrintStream out) {
		this.out = out;
	}

	@Override
	public CompletableResultCode export(Collection<MetricData> metrics) {
		List<MetricData> sorted = metrics.stream().sorted(Comparator.comparing(MetricData::getName)).toList();
		for (MetricData metric : sorted) {
			for (PointData point : metric.getData().getPoints()) {
				Line line = new Line("METRIC", AnsiColor.GREEN, point.getEpochNanos())
					.add(AnsiStyle.BOLD, metric.getName())
					.attributes(point.getAttributes())
					.add(' ');
				this.out.println(print(line, point, metric.getUnit().isEmpty() ? "" : " " + metric.getUnit()));
			}
		}
		return CompletableResultCode.ofSuccess();
	}

	private static Line print(Line line, PointData point, String unit) {
		if (point instanceof LongPointData value) {
			return line.add(value.getValue()).add(unit);
		}
		if (point instanceof DoublePointData value) {
			return line.number(value.getValue()).add(unit);
		}
		if (point instanceof HistogramPointData histogram) {
			line.add("count=").add(histogram.getCount()).add(" sum=").number(histogram.getSum());
			for (int percentile : new int[] { 50, 90, 99 }) {
				line.add(" p").add(percentile).add("~").number(Percentile.of(histogram, percentile));
			}
			return line.add(unit);
		}
		if (point instanceof ExponentialHistogramPointData histogram) {
			return line.add("count=").add(histogram.getCount()).add(" sum=").number(histogram.getSum()).add(unit);
		}
		if (point instanceof SummaryPointData summary) {
			return line.add("count=").add(summary.getCount()).add(" sum=").number(summary.getSum()).add(unit);
		}
		return line.add(point);
	}

	@Override
	public AggregationTemporality getAggregationTemporality(InstrumentType instrumentType) {
		return AggregationTemporality.CUMULATIVE;
	}

	@Override
	public CompletableResultCode flush() {
		this.out.flush();
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public CompletableResultCode shutdown() {
		return flush();
	}

	@Override
	public String toString() {
		return "ConsoleMetricExporter{}";
	}

}
