// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.redaction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.ExemplarData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.HistogramData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.resources.Resource;

/**
 * Masks the attributes of a metric's series. Series that become alike are one series
 * then: receivers take two of the same attributes for an error.
 */
final class MetricRedaction {

	private final AttributeRedaction attributes;

	MetricRedaction(AttributeRedaction attributes) {
		this.attributes = attributes;
	}

	MetricData apply(MetricData metric) {
		Data<?> data = switch (metric.getType()) {
			case LONG_SUM -> {
				SumData<LongPointData> sum = metric.getLongSumData();
				yield masked(sum, (points) -> SumData.createLongSumData(sum.isMonotonic(),
						sum.getAggregationTemporality(), points), PointMerge::sum);
			}
			case DOUBLE_SUM -> {
				SumData<DoublePointData> sum = metric.getDoubleSumData();
				yield masked(sum, (points) -> SumData.createDoubleSumData(sum.isMonotonic(),
						sum.getAggregationTemporality(), points), PointMerge::doubleSum);
			}
			case LONG_GAUGE -> masked(metric.getLongGaugeData(), GaugeData::createLongGaugeData, PointMerge::last);
			case DOUBLE_GAUGE ->
				masked(metric.getDoubleGaugeData(), GaugeData::createDoubleGaugeData, PointMerge::doubleLast);
			case HISTOGRAM -> masked(metric.getHistogramData(),
					(points) -> HistogramData.create(metric.getHistogramData().getAggregationTemporality(), points),
					PointMerge::histogram);
			case EXPONENTIAL_HISTOGRAM -> masked(metric.getExponentialHistogramData(),
					(points) -> ExponentialHistogramData
						.create(metric.getExponentialHistogramData().getAggregationTemporality(), points),
					PointMerge::exponentialHistogram);
			case SUMMARY -> metric.getData();
		};
		return (data == metric.getData()) ? metric : new MaskedMetric(metric, data);
	}

	private <P extends PointData> Data<P> masked(Data<P> data, Function<Collection<P>, Data<P>> factory,
			BiFunction<List<P>, Attributes, P> merge) {
		Map<Attributes, List<P>> series = new LinkedHashMap<>();
		boolean changed = false;
		for (P point : data.getPoints()) {
			Attributes masked = this.attributes.apply(point.getAttributes(), true);
			changed |= masked != point.getAttributes() || !exemplarsAreClean(point);
			series.computeIfAbsent(masked, (attributes) -> new ArrayList<>(1)).add(point);
		}
		if (!changed) {
			return data;
		}
		List<P> points = new ArrayList<>(series.size());
		series.forEach((attributes, alike) -> {
			P first = alike.get(0);
			boolean asItWas = alike.size() == 1 && attributes.equals(first.getAttributes()) && exemplarsAreClean(first);
			points.add(asItWas ? first : merge.apply(alike, attributes));
		});
		return factory.apply(points);
	}

	private boolean exemplarsAreClean(PointData point) {
		for (ExemplarData exemplar : point.getExemplars()) {
			Attributes filtered = exemplar.getFilteredAttributes();
			if (this.attributes.apply(filtered, true) != filtered) {
				return false;
			}
		}
		return true;
	}

	/**
	 * A metric with masked series.
	 */
	private record MaskedMetric(MetricData metric, Data<?> data) implements MetricData {

		@Override
		public Resource getResource() {
			return this.metric.getResource();
		}

		@Override
		public InstrumentationScopeInfo getInstrumentationScopeInfo() {
			return this.metric.getInstrumentationScopeInfo();
		}

		@Override
		public String getName() {
			return this.metric.getName();
		}

		@Override
		public String getDescription() {
			return this.metric.getDescription();
		}

		@Override
		public String getUnit() {
			return this.metric.getUnit();
		}

		@Override
		public MetricDataType getType() {
			return this.metric.getType();
		}

		@Override
		public Data<?> getData() {
			return this.data;
		}

	}

}
