// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;

import io.otelspring.test.ReceivedMetric.Temporality;
import io.otelspring.test.ReceivedMetric.Type;

/**
 * Reads metrics.
 */
final class MetricReader {

	private MetricReader() {
	}

	static List<ReceivedMetric> read(ExportMetricsServiceRequest request) {
		List<ReceivedMetric> result = new ArrayList<>();
		for (ResourceMetrics ofResource : request.getResourceMetricsList()) {
			Map<String, Object> resource = AttributeReader.attributes(ofResource.getResource().getAttributesList());
			for (ScopeMetrics ofScope : ofResource.getScopeMetricsList()) {
				ReceivedScope scope = AttributeReader.scope(ofScope.getScope(), ofScope.getSchemaUrl());
				ofScope.getMetricsList().forEach((metric) -> result.add(metric(metric, scope, resource)));
			}
		}
		return result;
	}

	private static ReceivedMetric metric(Metric metric, ReceivedScope scope, Map<String, Object> resource) {
		return new ReceivedMetric(metric.getName(), metric.getUnit(), metric.getDescription(), type(metric),
				temporality(metric), metric.getSum().getIsMonotonic(), points(metric), scope, resource);
	}

	private static Type type(Metric metric) {
		return switch (metric.getDataCase()) {
			case GAUGE -> Type.GAUGE;
			case SUM -> Type.SUM;
			case HISTOGRAM -> Type.HISTOGRAM;
			case EXPONENTIAL_HISTOGRAM -> Type.EXPONENTIAL_HISTOGRAM;
			case SUMMARY -> Type.SUMMARY;
			default -> Type.NONE;
		};
	}

	private static Temporality temporality(Metric metric) {
		return switch (metric.getDataCase()) {
			case SUM -> temporality(metric.getSum().getAggregationTemporality());
			case HISTOGRAM -> temporality(metric.getHistogram().getAggregationTemporality());
			case EXPONENTIAL_HISTOGRAM -> temporality(metric.getExponentialHistogram().getAggregationTemporality());
			default -> Temporality.UNSPECIFIED;
		};
	}

	private static Temporality temporality(AggregationTemporality temporality) {
		return switch (temporality) {
			case AGGREGATION_TEMPORALITY_DELTA -> Temporality.DELTA;
			case AGGREGATION_TEMPORALITY_CUMULATIVE -> Temporality.CUMULATIVE;
			default -> Temporality.UNSPECIFIED;
		};
	}

	private static List<ReceivedPoint> points(Metric metric) {
		return switch (metric.getDataCase()) {
			case GAUGE -> metric.getGauge().getDataPointsList().stream().map(PointReader::number).toList();
			case SUM -> metric.getSum().getDataPointsList().stream().map(PointReader::number).toList();
			case HISTOGRAM -> metric.getHistogram().getDataPointsList().stream().map(PointReader::histogram).toList();
			case EXPONENTIAL_HISTOGRAM ->
				metric.getExponentialHistogram().getDataPointsList().stream().map(PointReader::exponential).toList();
			case SUMMARY -> metric.getSummary().getDataPointsList().stream().map(PointReader::summary).toList();
			default -> List.of();
		};
	}

}
