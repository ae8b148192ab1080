// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.prometheus;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.resources.Resource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Turns metrics into the families of Prometheus: one for each name, of one type.
 */
final class Families {

	private static final Log logger = LogFactory.getLog(Families.class);

	private static final Comparator<Family> BY_NAME = Comparator.comparing(Family::name);

	private static final Comparator<MetricData> BY_NAME_AND_TYPE = Comparator.comparing(MetricData::getName)
		.thenComparing(MetricData::getType)
		.thenComparing((metric) -> metric.getInstrumentationScopeInfo().getName());

	private final String prefix;

	private final Set<String> reported = new HashSet<>();

	Families(String prefix) {
		this.prefix = prefix;
	}

	/**
	 * Put metrics into families.
	 * @param metrics the metrics
	 * @return the families, by name
	 */
	List<Family> of(Collection<MetricData> metrics) {
		Map<String, Family> owners = new HashMap<>();
		metrics.stream().sorted(BY_NAME_AND_TYPE).forEach((metric) -> add(owners, metric));
		return owners.values().stream().distinct().sorted(BY_NAME).toList();
	}

	/**
	 * Return what the metrics were measured in.
	 * @param metrics the metrics
	 * @return their resource or {@code null} if there are no metrics
	 */
	static @Nullable Resource resource(Collection<MetricData> metrics) {
		return metrics.isEmpty() ? null : metrics.iterator().next().getResource();
	}

	private void add(Map<String, Family> owners, MetricData metric) {
		Family.Kind kind = kind(metric);
		if (kind == null || metric.getData().getPoints().isEmpty()) {
			return;
		}
		String unit = Names.unit(metric.getUnit());
		String name = Names.metric(this.prefix, metric.getName(), unit, kind == Family.Kind.COUNTER);
		Family family = owners.get(name);
		if (family == null || !family.name().equals(name) || family.kind() != kind) {
			family = create(owners, new Family(name, kind, unit, metric.getDescription()), metric.getName());
		}
		if (family != null) {
			String reserved = reserved(kind);
			for (PointData point : metric.getData().getPoints()) {
				family.add(Labels.of(point.getAttributes(), metric.getInstrumentationScopeInfo(), reserved), point);
			}
		}
	}

	private @Nullable Family create(Map<String, Family> owners, Family family, String metric) {
		for (String name : family.takenNames()) {
			Family owner = owners.get(name);
			if (owner != null || name.equals("target_info")) {
				report(metric, family, name);
				return null;
			}
		}
		family.takenNames().forEach((name) -> owners.put(name, family));
		return family;
	}

	private void report(String metric, Family family, String name) {
		if (this.reported.size() < 100 && this.reported.add(metric + family.kind())) {
			logger.warn("The metric '" + metric + "' is left out for Prometheus: as a " + family.kind().type()
					+ " it needs the name " + name + ", which another metric of another type has. "
					+ "Rename one of them. This is said once.");
		}
	}

	private static @Nullable String reserved(Family.Kind kind) {
		return switch (kind) {
			case HISTOGRAM -> "le";
			case SUMMARY -> "quantile";
			default -> null;
		};
	}

	private static Family.@Nullable Kind kind(MetricData metric) {
		MetricDataType type = metric.getType();
		if (metric.getData() instanceof SumData<?> sum) {
			boolean counter = sum.isMonotonic() && sum.getAggregationTemporality() == AggregationTemporality.CUMULATIVE;
			return counter ? Family.Kind.COUNTER : Family.Kind.GAUGE;
		}
		return switch (type) {
			case LONG_GAUGE, DOUBLE_GAUGE -> Family.Kind.GAUGE;
			case HISTOGRAM, EXPONENTIAL_HISTOGRAM -> Family.Kind.HISTOGRAM;
			case SUMMARY -> Family.Kind.SUMMARY;
			default -> null;
		};
	}

}
