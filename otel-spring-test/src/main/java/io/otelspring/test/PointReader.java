// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.util.List;

import io.opentelemetry.proto.metrics.v1.Exemplar;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;

/**
 * Reads the data points of metrics.
 */
final class PointReader {

	private PointReader() {
	}

	static ReceivedPoint number(NumberDataPoint point) {
		Number value = point.hasAsInt() ? (Number) point.getAsInt() : (Number) point.getAsDouble();
		return new ReceivedPoint(AttributeReader.attributes(point.getAttributesList()), point.getStartTimeUnixNano(),
				point.getTimeUnixNano(), value, 0, 0, null, null, List.of(), List.of(), null,
				exemplars(point.getExemplarsList()));
	}

	static ReceivedPoint histogram(HistogramDataPoint point) {
		return new ReceivedPoint(AttributeReader.attributes(point.getAttributesList()), point.getStartTimeUnixNano(),
				point.getTimeUnixNano(), null, point.getCount(), point.getSum(), point.hasMin() ? point.getMin() : null,
				point.hasMax() ? point.getMax() : null, List.copyOf(point.getExplicitBoundsList()),
				List.copyOf(point.getBucketCountsList()), null, exemplars(point.getExemplarsList()));
	}

	static ReceivedPoint exponential(ExponentialHistogramDataPoint point) {
		ReceivedPoint.ExponentialBuckets buckets = new ReceivedPoint.ExponentialBuckets(point.getScale(),
				point.getZeroCount(), point.getPositive().getOffset(),
				List.copyOf(point.getPositive().getBucketCountsList()), point.getNegative().getOffset(),
				List.copyOf(point.getNegative().getBucketCountsList()));
		return new ReceivedPoint(AttributeReader.attributes(point.getAttributesList()), point.getStartTimeUnixNano(),
				point.getTimeUnixNano(), null, point.getCount(), point.getSum(), point.hasMin() ? point.getMin() : null,
				point.hasMax() ? point.getMax() : null, List.of(), List.of(), buckets,
				exemplars(point.getExemplarsList()));
	}

	static ReceivedPoint summary(SummaryDataPoint point) {
		return new ReceivedPoint(AttributeReader.attributes(point.getAttributesList()), point.getStartTimeUnixNano(),
				point.getTimeUnixNano(), null, point.getCount(), point.getSum(), null, null, List.of(), List.of(), null,
				List.of());
	}

	private static List<ReceivedPoint.Exemplar> exemplars(List<Exemplar> exemplars) {
		return exemplars.stream().map(PointReader::exemplar).toList();
	}

	private static ReceivedPoint.Exemplar exemplar(Exemplar exemplar) {
		Number value = exemplar.hasAsInt() ? (Number) exemplar.getAsInt() : (Number) exemplar.getAsDouble();
		return new ReceivedPoint.Exemplar(value, exemplar.getTimeUnixNano(), AttributeReader.hex(exemplar.getTraceId()),
				AttributeReader.hex(exemplar.getSpanId()),
				AttributeReader.attributes(exemplar.getFilteredAttributesList()));
	}

}
