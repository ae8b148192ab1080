// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.prometheus;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.opentelemetry.sdk.metrics.data.PointData;
import org.jspecify.annotations.Nullable;

/**
 * The points that share a name, whoever measured them.
 */
final class Family {

	private final String name;

	private final Kind kind;

	private final @Nullable String unit;

	private final String help;

	private final List<Point> points = new ArrayList<>();

	private final Set<String> labels = new HashSet<>();

	Family(String name, Kind kind, @Nullable String unit, String help) {
		this.name = name;
		this.kind = kind;
		this.unit = unit;
		this.help = help;
	}

	String name() {
		return this.name;
	}

	Kind kind() {
		return this.kind;
	}

	@Nullable String unit() {
		return this.unit;
	}

	String help() {
		return this.help;
	}

	List<Point> points() {
		return this.points;
	}

	/**
	 * Add a point, unless there is one with the same labels, as two would make Prometheus
	 * refuse both.
	 * @param labels its labels
	 * @param data the point
	 */
	void add(String labels, PointData data) {
		if (this.labels.add(labels)) {
			this.points.add(new Point(labels, data));
		}
	}

	/**
	 * Return the names that the family takes, so that no other can have them.
	 * @return the names of the family and of its samples
	 */
	List<String> takenNames() {
		return this.kind.suffixes.stream().map((suffix) -> this.name + suffix).toList();
	}

	/**
	 * A point with its labels.
	 *
	 * @param labels the labels as they are written
	 * @param data the point
	 */
	record Point(String labels, PointData data) {

	}

	/**
	 * The types of Prometheus.
	 */
	enum Kind {

		/** A value that goes up and down. */
		GAUGE("gauge", ""),

		/** A value that only goes up. */
		COUNTER("counter", "", "_total"),

		/** Counts in buckets. */
		HISTOGRAM("histogram", "", "_bucket", "_count", "_sum"),

		/** Quantiles. */
		SUMMARY("summary", "", "_count", "_sum");

		private final String type;

		private final List<String> suffixes;

		Kind(String type, String... suffixes) {
			this.type = type;
			this.suffixes = List.of(suffixes);
		}

		String type() {
			return this.type;
		}

	}

}
