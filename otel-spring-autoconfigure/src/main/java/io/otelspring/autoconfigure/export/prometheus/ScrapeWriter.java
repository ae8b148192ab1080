// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.prometheus;

import java.util.List;

import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.ExemplarData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.metrics.data.SummaryPointData;
import io.opentelemetry.sdk.metrics.data.ValueAtQuantile;
import io.opentelemetry.sdk.resources.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Writes families in one of the two formats. They differ in little: OpenMetrics names
 * units, has exemplars and an end, and keeps a counter's suffix out of the family's name.
 */
final class ScrapeWriter {

	private final StringBuilder text = new StringBuilder(32 * 1024);

	private final boolean openMetrics;

	ScrapeWriter(ScrapeFormat format) {
		this.openMetrics = format == ScrapeFormat.OPENMETRICS;
	}

	String write(@Nullable Resource resource, List<Family> families) {
		if (resource != null && !resource.getAttributes().isEmpty()) {
			head(this.openMetrics ? "target" : "target_info", this.openMetrics ? "info" : "gauge", null,
					"Target metadata");
			sample("target_info", "", Labels.of(resource.getAttributes()), null, null).append("1\n");
		}
		families.forEach(this::write);
		return this.text.append(this.openMetrics ? "# EOF\n" : "").toString();
	}

	private void write(Family family) {
		boolean total = family.kind() == Family.Kind.COUNTER && !this.openMetrics;
		head(total ? family.name() + "_total" : family.name(), family.kind().type(), family.unit(), family.help());
		for (Family.Point point : family.points()) {
			write(family, point.labels(), point.data());
		}
	}

	private void head(String name, String type, @Nullable String unit, String help) {
		this.text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
		if (unit != null && this.openMetrics) {
			this.text.append("# UNIT ").append(name).append(' ').append(unit).append('\n');
		}
		if (!help.isEmpty()) {
			this.text.append("# HELP ").append(name).append(' ');
			Labels.escape(this.text, help, this.openMetrics);
			this.text.append('\n');
		}
	}

	private void write(Family family, String labels, PointData point) {
		if (point instanceof HistogramPointData histogram) {
			histogram(family.name(), labels, histogram);
		}
		else if (point instanceof ExponentialHistogramPointData histogram) {
			bucket(family.name(), labels, "+Inf", histogram.getCount(), null);
			countAndSum(family.name(), labels, histogram.getCount(), histogram.getSum());
		}
		else if (point instanceof SummaryPointData summary) {
			for (ValueAtQuantile quantile : summary.getValues()) {
				sample(family.name(), "", labels, "quantile", Numbers.text(quantile.getQuantile()))
					.append(Numbers.text(quantile.getValue()))
					.append('\n');
			}
			countAndSum(family.name(), labels, summary.getCount(), summary.getSum());
		}
		else {
			number(family, labels, point);
		}
	}

	private void number(Family family, String labels, PointData point) {
		boolean counter = family.kind() == Family.Kind.COUNTER;
		sample(family.name(), counter ? "_total" : "", labels, null, null);
		if (point instanceof LongPointData whole) {
			this.text.append(whole.getValue());
		}
		else {
			this.text.append(Numbers.text(((DoublePointData) point).getValue()));
		}
		if (counter) {
			exemplar(Exemplars.latest(point.getExemplars(), Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
		}
		this.text.append('\n');
	}

	private void histogram(String name, String labels, HistogramPointData histogram) {
		List<Double> boundaries = histogram.getBoundaries();
		List<Long> counts = histogram.getCounts();
		double below = Double.NEGATIVE_INFINITY;
		long count = 0;
		for (int i = 0; i < counts.size(); i++) {
			double boundary = (i < boundaries.size()) ? boundaries.get(i) : Double.POSITIVE_INFINITY;
			count += counts.get(i);
			bucket(name, labels, Numbers.text(boundary), count,
					Exemplars.latest(histogram.getExemplars(), below, boundary));
			below = boundary;
		}
		countAndSum(name, labels, histogram.getCount(), histogram.getSum());
	}

	private void bucket(String name, String labels, String boundary, long count, @Nullable ExemplarData exemplar) {
		sample(name, "_bucket", labels, "le", boundary).append(count);
		exemplar(exemplar);
		this.text.append('\n');
	}

	private void countAndSum(String name, String labels, long count, double sum) {
		sample(name, "_count", labels, null, null).append(count).append('\n');
		sample(name, "_sum", labels, null, null).append(Numbers.text(sum)).append('\n');
	}

	private StringBuilder sample(String name, String suffix, String labels, @Nullable String label,
			@Nullable String value) {
		this.text.append(name).append(suffix);
		if (!labels.isEmpty() || label != null) {
			this.text.append('{').append(labels);
			if (label != null) {
				this.text.append(labels.isEmpty() ? "" : ",").append(label).append("=\"").append(value).append('"');
			}
			this.text.append('}');
		}
		return this.text.append(' ');
	}

	private void exemplar(@Nullable ExemplarData exemplar) {
		if (exemplar != null && this.openMetrics) {
			Exemplars.append(this.text, exemplar);
		}
	}

}
