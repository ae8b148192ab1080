// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.semconv.ErrorAttributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.otelspring.annotation.Attribute;
import io.otelspring.annotation.Counted;
import io.otelspring.annotation.MetricAttribute;
import io.otelspring.annotation.Timed;
import io.otelspring.annotation.Traced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link Counted}, {@link Timed} and {@link MetricAttribute}.
 */
@ExtendWith(OutputCaptureExtension.class)
class MetricMethodTests {

	private final RecordedTelemetry telemetry = new RecordedTelemetry();

	private final Orders orders = this.telemetry.advise(new Orders());

	@Test
	void countsEachCall() {
		this.orders.create();
		this.orders.create();
		MetricData metric = this.telemetry.metric("orders.created");
		assertThat(metric.getType()).isEqualTo(MetricDataType.LONG_SUM);
		assertThat(metric.getLongSumData().isMonotonic()).isTrue();
		assertThat(metric.getUnit()).isEqualTo("{order}");
		assertThat(metric.getDescription()).isEqualTo("Orders that were created");
		assertThat(metric.getInstrumentationScopeInfo().getName()).isEqualTo("io.otelspring.annotations");
		assertThat(metric.getLongSumData().getPoints()).singleElement().satisfies((point) -> {
			assertThat(point.getValue()).isEqualTo(2);
			assertThat(point.getAttributes()).isEqualTo(Attributes.of(AttributeKey.stringKey("channel"), "web"));
		});
		assertThat(this.telemetry.spans()).isEmpty();
	}

	@Test
	void failuresCarryTheErrorType() {
		IOException failure = new IOException("x");
		assertThat(catchThrowable(() -> this.orders.fail(failure))).isSameAs(failure);
		Attributes expected = Attributes.of(ErrorAttributes.ERROR_TYPE, "java.io.IOException");
		assertThat(this.telemetry.counts("Orders.fail")).extracting(LongPointData::getAttributes)
			.containsExactly(expected);
		assertThat(this.telemetry.durations("failures")).singleElement()
			.satisfies((point) -> assertThat(point.getAttributes()).isEqualTo(expected));
	}

	@Test
	void timesInSecondsWithTheBucketsOfTheConventions() {
		this.orders.process();
		MetricData metric = this.telemetry.metric("orders.processing");
		assertThat(metric.getUnit()).isEqualTo("s");
		assertThat(metric.getHistogramData().getPoints()).singleElement().satisfies((point) -> {
			assertThat(point.getCount()).isOne();
			assertThat(point.getSum()).isBetween(0.002, 60.0);
			assertThat(point.getBoundaries()).containsExactly(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75,
					1.0, 2.5, 5.0, 7.5, 10.0);
		});
	}

	@Test
	void argumentsBecomeDimensions() {
		this.orders.perTenant("acme", 3);
		this.orders.perTenant("acme", 3);
		this.orders.perTenant("other", 3);
		assertThat(this.telemetry.counts("per.tenant")).hasSize(2).anySatisfy((point) -> {
			assertThat(point.getValue()).isEqualTo(2);
			assertThat(point.getAttributes())
				.isEqualTo(Attributes.builder().put("tenant", "acme").put("tier", 3).put("fixed", "yes").build());
		});
		assertThat(this.telemetry.durations("per.tenant.duration")).hasSize(2);
	}

	@Test
	void defaultNamesOfBothOnOneMethodDoNotCollide(CapturedOutput output) {
		this.orders.unnamed();
		assertThat(this.telemetry.counts("Orders.unnamed")).hasSize(1);
		assertThat(this.telemetry.durations("Orders.unnamed.duration")).hasSize(1);
		assertThat(output).doesNotContain("duplicate");
	}

	@Test
	void timedAloneIsNamedByClassAndMethod() {
		this.orders.timedOnly();
		assertThat(this.telemetry.durations("Orders.timedOnly")).hasSize(1);
	}

	@Test
	void measurementsAreLinkedToTheSpanByExemplars() {
		this.orders.everything();
		SpanData span = this.telemetry.span();
		Collection<MetricData> metrics = this.telemetry.reader.collectAllMetrics();
		assertThat(metrics).hasSize(2)
			.flatExtracting((metric) -> metric.getData().getPoints())
			.flatExtracting((point) -> point.getExemplars())
			.hasSize(2)
			.allSatisfy((exemplar) -> assertThat(exemplar.getSpanContext()).isEqualTo(span.getSpanContext()));
	}

	@Test
	void countsWhenTheResultEnds() {
		CompletableFuture<String> result = new CompletableFuture<>();
		this.orders.later(result);
		assertThat(this.telemetry.reader.collectAllMetrics()).isEmpty();
		result.completeExceptionally(new IOException("x"));
		assertThat(this.telemetry.counts("later")).singleElement()
			.satisfies((point) -> assertThat(point.getAttributes())
				.isEqualTo(Attributes.of(ErrorAttributes.ERROR_TYPE, "java.io.IOException")));
	}

	@Test
	void cancelledResultIsCountedWithoutError() {
		CompletableFuture<String> result = new CompletableFuture<>();
		this.orders.later(result);
		result.cancel(true);
		assertThat(this.telemetry.counts("later")).singleElement()
			.satisfies((point) -> assertThat(point.getAttributes().isEmpty()).isTrue());
	}

	@Test
	void manyClassesOfExceptionsAreAllCountedRight() {
		for (int i = 0; i < 3; i++) {
			catchThrowable(() -> this.orders.fail(new IOException("x")));
			catchThrowable(() -> this.orders.fail(new IllegalStateException("x")));
		}
		assertThat(this.telemetry.counts("Orders.fail")).hasSize(2)
			.allSatisfy((point) -> assertThat(point.getValue()).isEqualTo(3));
	}

	@Test
	void classLevelCountsEveryPublicMethod() {
		CountedClass bean = this.telemetry.advise(new CountedClass());
		bean.first();
		bean.second();
		assertThat(this.telemetry.counts("CountedClass.first")).hasSize(1);
		assertThat(this.telemetry.counts("CountedClass.second")).hasSize(1);
	}

	@Test
	void namesThatTheSdkWouldDropAreReported() {
		RecordedTelemetry other = new RecordedTelemetry();
		other.advise(new BadNames());
		assertThat(other.ineffective()).extracting(IneffectiveAnnotation::annotation)
			.containsExactlyInAnyOrder("@Counted", "@Counted", "@Timed");
		assertThat(other.ineffective()).extracting(IneffectiveAnnotation::reason)
			.anySatisfy((reason) -> assertThat(reason).contains("'größe'"))
			.anySatisfy((reason) -> assertThat(reason).contains("'€'"));
	}

	static class Orders {

		@Counted(name = "orders.created", unit = "{order}", description = "Orders that were created",
				attributes = @Attribute(key = "channel", value = "web"))
		void create() {
		}

		@Counted
		@Timed("failures")
		void fail(Exception failure) throws Exception {
			throw failure;
		}

		@Timed("orders.processing")
		void process() {
			long end = System.nanoTime() + 2_000_000;
			while (System.nanoTime() < end) {
				Thread.onSpinWait();
			}
		}

		@Counted(name = "per.tenant", attributes = @Attribute(key = "fixed", value = "yes"))
		@Timed("per.tenant.duration")
		void perTenant(@MetricAttribute("tenant") String tenant, @MetricAttribute int tier) {
		}

		@Counted
		@Timed
		void unnamed() {
		}

		@Timed
		void timedOnly() {
		}

		@Traced
		@Counted("everything")
		@Timed("everything.duration")
		void everything() {
		}

		@Counted("later")
		CompletableFuture<String> later(CompletableFuture<String> result) {
			return result;
		}

	}

	@Counted
	public static class CountedClass {

		public void first() {
		}

		public void second() {
		}

	}

	static class BadNames {

		@Counted("größe")
		void size() {
		}

		@Counted(name = "fine", unit = "€")
		@Timed("1st")
		void price() {
		}

	}

}
