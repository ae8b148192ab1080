// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Tag;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.DoubleHistogramBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import org.jspecify.annotations.Nullable;

/**
 * The instruments that meters are recorded with: one for each name, however many meters
 * of that name there are, so that each name arrives once.
 */
class Instruments implements AutoCloseable {

	private final Supplier<Meter> meter;

	private final Map<String, Family> families = new HashMap<>();

	private final Map<String, DoubleHistogram> histograms = new HashMap<>();

	private volatile boolean foreignEnded;

	private boolean closed;

	Instruments(Supplier<Meter> meter) {
		this.meter = meter;
	}

	/**
	 * Return instruments that send nothing.
	 * @return the instruments
	 */
	static Instruments silent() {
		Instruments silent = new Instruments(() -> MeterProvider.noop().get("silent"));
		silent.closed = true;
		return silent;
	}

	// Reports a total that the meter itself keeps.
	void sum(io.micrometer.core.instrument.Meter meter, String suffix, String unit, DoubleSupplier value) {
		add(meter, suffix, unit, Kind.SUM, false, value);
	}

	// Reports a total that is read from an object of the application.
	void foreignSum(io.micrometer.core.instrument.Meter meter, String suffix, String unit, DoubleSupplier value) {
		add(meter, suffix, unit, Kind.SUM, true, value);
	}

	// Reports a value that is read from an object of the application.
	void gauge(io.micrometer.core.instrument.Meter meter, String suffix, String unit, DoubleSupplier value) {
		add(meter, suffix, unit, Kind.GAUGE, true, value);
	}

	// Reports a value that the meter itself keeps.
	void ownGauge(io.micrometer.core.instrument.Meter meter, String suffix, String unit, DoubleSupplier value) {
		add(meter, suffix, unit, Kind.GAUGE, false, value);
	}

	Recorder histogram(io.micrometer.core.instrument.Meter.Id id, String unit, @Nullable List<Double> boundaries) {
		return new Recorder(histogramOf(id, unit, boundaries), attributes(id));
	}

	private synchronized DoubleHistogram histogramOf(io.micrometer.core.instrument.Meter.Id id, String unit,
			@Nullable List<Double> boundaries) {
		return this.histograms.computeIfAbsent(id.getName(), (name) -> {
			DoubleHistogramBuilder builder = this.meter.get()
				.histogramBuilder(name)
				.setUnit(unit)
				.setDescription(description(id));
			if (boundaries != null) {
				builder.setExplicitBucketBoundariesAdvice(boundaries);
			}
			return builder.build();
		});
	}

	private synchronized void add(io.micrometer.core.instrument.Meter meter, String suffix, String unit, Kind kind,
			boolean foreign, DoubleSupplier value) {
		if (this.closed) {
			return;
		}
		String name = meter.getId().getName() + suffix;
		Family family = this.families.computeIfAbsent(kind + name, (key) -> new Family());
		family.series.add(new Series(meter, attributes(meter.getId()), foreign, value));
		if (family.instrument == null) {
			family.instrument = kind.register(this.meter.get(), name, unit, description(meter.getId()),
					(measurement) -> collect(family, measurement));
		}
	}

	private void collect(Family family, ObservableDoubleMeasurement measurement) {
		for (Series series : family.series) {
			if (series.foreign && this.foreignEnded) {
				continue;
			}
			try {
				double value = series.value.getAsDouble();
				if (Double.isFinite(value)) {
					measurement.record(value, series.attributes);
				}
			}
			catch (Exception ex) {
				// A value that cannot be read is missing, the others are not
			}
		}
	}

	// Stops reporting a meter.
	synchronized void remove(io.micrometer.core.instrument.Meter meter) {
		for (Family family : new ArrayList<>(this.families.values())) {
			if (family.series.removeIf((series) -> series.meter == meter) && family.series.isEmpty()) {
				family.close();
			}
		}
		this.families.values().removeIf((family) -> family.series.isEmpty());
	}

	// Stops reading from objects of the application, whose end has come.
	void endForeign() {
		this.foreignEnded = true;
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		this.families.values().forEach(Family::close);
		this.families.clear();
		this.histograms.clear();
	}

	private static String description(io.micrometer.core.instrument.Meter.Id id) {
		String description = id.getDescription();
		return (description != null) ? description : "";
	}

	private static Attributes attributes(io.micrometer.core.instrument.Meter.Id id) {
		AttributesBuilder builder = Attributes.builder();
		for (Tag tag : id.getTagsAsIterable()) {
			builder.put(tag.getKey(), tag.getValue());
		}
		return builder.build();
	}

	private enum Kind {

		SUM {
			@Override
			AutoCloseable register(Meter meter, String name, String unit, String description,
					Consumer<ObservableDoubleMeasurement> callback) {
				return meter.counterBuilder(name)
					.ofDoubles()
					.setUnit(unit)
					.setDescription(description)
					.buildWithCallback(callback);
			}
		},

		GAUGE {
			@Override
			AutoCloseable register(Meter meter, String name, String unit, String description,
					Consumer<ObservableDoubleMeasurement> callback) {
				return meter.gaugeBuilder(name).setUnit(unit).setDescription(description).buildWithCallback(callback);
			}
		};

		abstract AutoCloseable register(Meter meter, String name, String unit, String description,
				Consumer<ObservableDoubleMeasurement> callback);

	}

	private record Series(io.micrometer.core.instrument.Meter meter, Attributes attributes, boolean foreign,
			DoubleSupplier value) {
	}

	private static final class Family {

		private final List<Series> series = new CopyOnWriteArrayList<>();

		private @Nullable AutoCloseable instrument;

		private void close() {
			AutoCloseable current = this.instrument;
			if (current != null) {
				try {
					current.close();
				}
				catch (Exception ex) {
					// Nothing that could be done
				}
			}
		}

	}

	/**
	 * A histogram with the attributes of one meter.
	 */
	static final class Recorder {

		private final DoubleHistogram histogram;

		private final Attributes attributes;

		private Recorder(DoubleHistogram histogram, Attributes attributes) {
			this.histogram = histogram;
			this.attributes = attributes;
		}

		void record(double value) {
			this.histogram.record(value, this.attributes);
		}

	}

}
