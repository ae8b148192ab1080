// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.redaction;

import java.util.Collection;
import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.View;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MetricRedaction}.
 */
class MetricRedactionTests {

	private static final Attributes MASKED = Attributes.of(stringKey("user"), "REDACTED");

	private final InMemoryMetricReader reader = InMemoryMetricReader.create();

	private final SdkMeterProvider meters = SdkMeterProvider.builder()
		.registerMetricReader(redaction().metrics(this.reader))
		.registerView(InstrumentSelector.builder().setName("exponential").build(),
				View.builder().setAggregation(Aggregation.base2ExponentialBucketHistogram()).build())
		.build();

	private final Meter meter = this.meters.get("test");

	@AfterEach
	void close() {
		this.meters.close();
	}

	@Test
	void seriesThatBecomeAlikeAreAdded() {
		this.meter.counterBuilder("counter").build().add(2, user("joe"));
		this.meter.counterBuilder("counter").build().add(3, user("ann"));
		this.meter.counterBuilder("counter").build().add(7, Attributes.of(stringKey("kind"), "x"));
		Collection<LongPointData> points = metric("counter").getLongSumData().getPoints();
		assertThat(points).hasSize(2);
		assertThat(points).anySatisfy((point) -> {
			assertThat(point.getAttributes()).isEqualTo(MASKED);
			assertThat(point.getValue()).isEqualTo(5);
		});
		assertThat(metric("counter").getLongSumData().isMonotonic()).isTrue();
	}

	@Test
	void doublesAndGaugesAreMasked() {
		this.meter.counterBuilder("double").ofDoubles().build().add(1.5, user("joe"));
		this.meter.counterBuilder("double").ofDoubles().build().add(1.5, user("ann"));
		this.meter.gaugeBuilder("gauge").build().set(4.5, user("joe"));
		this.meter.gaugeBuilder("long").ofLongs().build().set(4, user("joe"));
		assertThat(metric("double").getDoubleSumData().getPoints()).singleElement()
			.satisfies((point) -> assertThat(point.getValue()).isEqualTo(3.0));
		assertThat(metric("gauge").getDoubleGaugeData().getPoints()).singleElement()
			.satisfies((point) -> assertThat(point.getAttributes()).isEqualTo(MASKED));
		assertThat(metric("long").getLongGaugeData().getPoints()).singleElement()
			.satisfies((point) -> assertThat(point.getValue()).isEqualTo(4));
	}

	@Test
	void histogramsAreAdded() {
		this.meter.histogramBuilder("histogram").build().record(3, user("joe"));
		this.meter.histogramBuilder("histogram").build().record(700, user("ann"));
		HistogramPointData point = metric("histogram").getHistogramData().getPoints().iterator().next();
		assertThat(point.getAttributes()).isEqualTo(MASKED);
		assertThat(point.getCount()).isEqualTo(2);
		assertThat(point.getSum()).isEqualTo(703);
		assertThat(point.getMin()).isEqualTo(3);
		assertThat(point.getMax()).isEqualTo(700);
	}

	@Test
	void exponentialHistogramsAreAddedAtTheCoarserScale() {
		this.meter.histogramBuilder("exponential").build().record(1.1, user("joe"));
		this.meter.histogramBuilder("exponential").build().record(1.2, user("joe"));
		this.meter.histogramBuilder("exponential").build().record(0.001, user("ann"));
		this.meter.histogramBuilder("exponential").build().record(1_000_000, user("ann"));
		this.meter.histogramBuilder("exponential").build().record(0, user("ann"));
		ExponentialHistogramPointData point = metric("exponential").getExponentialHistogramData()
			.getPoints()
			.iterator()
			.next();
		assertThat(point.getCount()).isEqualTo(5);
		assertThat(point.getZeroCount()).isEqualTo(1);
		assertThat(point.getPositiveBuckets().getTotalCount()).isEqualTo(4);
		assertThat(point.getPositiveBuckets().getBucketCounts()).hasSizeLessThanOrEqualTo(200);
		double base = Math.pow(2, Math.pow(2, -point.getScale()));
		double lowest = Math.pow(base, point.getPositiveBuckets().getOffset());
		assertThat(lowest).isLessThanOrEqualTo(0.001);
		assertThat(lowest * base).isGreaterThanOrEqualTo(0.001);
	}

	@Test
	void readerIsRegisteredItselfWhereNothingIsConfigured() {
		assertThat(new Redaction(new RedactionProperties(List.of(), List.of()), List.of(), null).metrics(this.reader))
			.isSameAs(this.reader);
	}

	@Test
	void metricWithoutSecretsIsHandedOnAsItIs() {
		this.meter.counterBuilder("clean").build().add(1, Attributes.of(stringKey("kind"), "x"));
		assertThat(metric("clean").getClass().getName()).startsWith("io.opentelemetry");
	}

	private MetricData metric(String name) {
		return this.reader.collectAllMetrics()
			.stream()
			.filter((metric) -> metric.getName().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private static Attributes user(String name) {
		return Attributes.of(stringKey("user"), name);
	}

	private static Redaction redaction() {
		return new Redaction(new RedactionProperties(List.of(), List.of(), List.of("user"), ExceptionMessages.DATABASE),
				List.of(), null);
	}

}
