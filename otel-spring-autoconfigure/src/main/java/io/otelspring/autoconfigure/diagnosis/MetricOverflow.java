// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.diagnosis;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.Finding.Severity;
import io.otelspring.autoconfigure.FindingSource;
import io.otelspring.autoconfigure.export.ExportListener;

/**
 * Finds metrics that have reached the limit of attribute sets. The SDK counts what is
 * beyond it in one data point that it marks.
 */
class MetricOverflow implements ExportListener, FindingSource {

	private static final AttributeKey<Boolean> OVERFLOW = AttributeKey.booleanKey("otel.metric.overflow");

	private static final int MAX_METRICS = 100;

	private final Set<String> metrics = ConcurrentHashMap.newKeySet();

	@Override
	public boolean isLogged() {
		return true;
	}

	@Override
	public void metrics(Collection<MetricData> metrics) {
		for (MetricData metric : metrics) {
			if (overflows(metric) && this.metrics.size() < MAX_METRICS && this.metrics.add(metric.getName())) {
				FindingReporter.log(finding(metric.getName()));
			}
		}
	}

	private static boolean overflows(MetricData metric) {
		for (PointData point : metric.getData().getPoints()) {
			if (point.getAttributes().size() == 1 && Boolean.TRUE.equals(point.getAttributes().get(OVERFLOW))) {
				return true;
			}
		}
		return false;
	}

	@Override
	public List<Finding> findings() {
		return this.metrics.stream().sorted().map(MetricOverflow::finding).toList();
	}

	private static Finding finding(String metric) {
		return new Finding(Severity.WARNING, "The metric " + metric + " has too many sets of attributes",
				"What is measured with further ones is counted together, under otel.metric.overflow",
				"Leave attributes out that have many values, such as ids; or raise "
						+ "otel.java.metrics.cardinality.limit");
	}

}
