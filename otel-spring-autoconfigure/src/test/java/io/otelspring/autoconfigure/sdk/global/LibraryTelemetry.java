// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.global;

import java.util.List;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.DoubleCounter;
import io.opentelemetry.api.metrics.DoubleGauge;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.DoubleUpDownCounter;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongGauge;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.trace.Tracer;

/**
 * A library that obtains one of everything from the global and keeps it, as static fields
 * would.
 */
final class LibraryTelemetry {

	final Tracer tracer = GlobalOpenTelemetry.getTracer("library");

	final Logger logger = GlobalOpenTelemetry.get().getLogsBridge().get("library");

	final Meter meter = GlobalOpenTelemetry.getMeter("library");

	final LongCounter longCounter = this.meter.counterBuilder("long.counter")
		.setUnit("{call}")
		.setDescription("Calls")
		.build();

	final DoubleCounter doubleCounter = this.meter.counterBuilder("double.counter").ofDoubles().build();

	final LongUpDownCounter longUpDownCounter = this.meter.upDownCounterBuilder("long.updown").build();

	final DoubleUpDownCounter doubleUpDownCounter = this.meter.upDownCounterBuilder("double.updown")
		.ofDoubles()
		.build();

	final LongGauge longGauge = this.meter.gaugeBuilder("long.gauge").ofLongs().build();

	final DoubleGauge doubleGauge = this.meter.gaugeBuilder("double.gauge").build();

	final LongHistogram longHistogram = this.meter.histogramBuilder("long.histogram")
		.setUnit("By")
		.ofLongs()
		.setExplicitBucketBoundariesAdvice(List.of(10L, 20L))
		.build();

	final DoubleHistogram doubleHistogram = this.meter.histogramBuilder("double.histogram")
		.setExplicitBucketBoundariesAdvice(List.of(1.0, 2.0))
		.build();

	final List<AutoCloseable> observables = List.of(
			this.meter.counterBuilder("observed.long.counter").buildWithCallback((result) -> result.record(1)),
			this.meter.counterBuilder("observed.double.counter")
				.ofDoubles()
				.buildWithCallback((result) -> result.record(1.5)),
			this.meter.upDownCounterBuilder("observed.long.updown").buildWithCallback((result) -> result.record(2)),
			this.meter.upDownCounterBuilder("observed.double.updown")
				.ofDoubles()
				.buildWithCallback((result) -> result.record(2.5)),
			this.meter.gaugeBuilder("observed.long.gauge").ofLongs().buildWithCallback((result) -> result.record(3)),
			this.meter.gaugeBuilder("observed.double.gauge").buildWithCallback((result) -> result.record(3.5)));

	final ObservableLongMeasurement batchedLong = this.meter.counterBuilder("batched.long").buildObserver();

	final ObservableDoubleMeasurement batchedDouble = this.meter.gaugeBuilder("batched.double").buildObserver();

	final BatchCallback batch = this.meter.batchCallback(() -> {
		this.batchedLong.record(4);
		this.batchedDouble.record(4.5);
	}, this.batchedLong, this.batchedDouble);

	/**
	 * Uses each thing once.
	 */
	void use() {
		this.tracer.spanBuilder("library").startSpan().end();
		this.logger.logRecordBuilder().setBody("library").emit();
		this.longCounter.add(1);
		this.doubleCounter.add(1.5);
		this.longUpDownCounter.add(-1);
		this.doubleUpDownCounter.add(-1.5);
		this.longGauge.set(7);
		this.doubleGauge.set(7.5);
		this.longHistogram.record(15);
		this.doubleHistogram.record(1.5);
	}

	void close() throws Exception {
		for (AutoCloseable observable : this.observables) {
			observable.close();
		}
		this.batch.close();
	}

}
