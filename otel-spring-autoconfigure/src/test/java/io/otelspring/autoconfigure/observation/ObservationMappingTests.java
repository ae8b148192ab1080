// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation;

import java.util.List;
import java.util.Map;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.semconv.ErrorAttributes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.otelspring.autoconfigure.Suppression;
import io.otelspring.autoconfigure.observation.SampleTables.QueueReceiverContext;
import io.otelspring.autoconfigure.observation.SampleTables.QueueSenderContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ObservationMapping} and what is recorded by it.
 */
class ObservationMappingTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	@RegisterExtension
	static final OpenTelemetryExtension telemetry = OpenTelemetryExtension.create();

	private ObservationRegistry registry = ObservationRegistry.NOOP;

	@BeforeEach
	void bridge() {
		this.registry = Bridges.registry(telemetry.getOpenTelemetry(), SampleTables.QUEUE, SampleTables.IGNORED);
	}

	@Test
	void aSenderIsMappedToTypedAttributes() {
		QueueSenderContext context = new QueueSenderContext("orders");
		observation("queue.send", context).lowCardinalityKeyValue("queue.partition", "3")
			.lowCardinalityKeyValue("dropped", "yes")
			.highCardinalityKeyValue("dropped.too", "yes")
			.observe(() -> context.messageId = "m-1");
		SpanData span = span();
		assertThat(span.getName()).isEqualTo("send orders");
		assertThat(span.getKind()).isEqualTo(SpanKind.PRODUCER);
		assertThat(span.getInstrumentationScopeInfo().getName()).isEqualTo("io.otelspring.queue");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span.getAttributes().asMap()).isEqualTo(Map.<AttributeKey<?>, Object>of(SampleTables.SYSTEM, "queue",
				SampleTables.DESTINATION, "orders", SampleTables.PARTITION, 3L, SampleTables.MESSAGE_ID, "m-1"));
		assertThat(context.headers().get("traceparent")).startsWith("00-" + span.getTraceId() + "-" + span.getSpanId());
	}

	@Test
	void aReceiverContinuesTheTraceOfTheSender() {
		QueueReceiverContext context = new QueueReceiverContext("orders",
				Map.of("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01"));
		context.count = 2L;
		context.links
			.add(SpanContext.create(TRACE, "b7ad6b7169203332", TraceFlags.getSampled(), TraceState.getDefault()));
		context.links.add(SpanContext.getInvalid());
		observation("renamed by the user", context).observe(() -> context.settled = "settle orders");
		SpanData span = span();
		assertThat(span.getName()).isEqualTo("settle orders");
		assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
		assertThat(span.getTraceId()).isEqualTo(TRACE);
		assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
		assertThat(span.getLinks()).singleElement()
			.satisfies((link) -> assertThat(link.getSpanContext().getSpanId()).isEqualTo("b7ad6b7169203332"));
		assertThat(span.getAttributes().get(SampleTables.COUNT)).isEqualTo(2L);
	}

	@Test
	void malformedHeadersStartANewTrace() {
		QueueReceiverContext context = new QueueReceiverContext("orders",
				Map.of("traceparent", "00-" + TRACE + "-0000000000000000-01", "tracestate", "=,=,"));
		observation("queue.process", context).observe(() -> {
		});
		assertThat(span().getTraceId()).isNotEqualTo(TRACE);
		assertThat(span().getParentSpanContext().isValid()).isFalse();
	}

	@Test
	void theApplicationsExceptionIsRecordedInPlaceOfTheFrameworks() {
		QueueReceiverContext context = new QueueReceiverContext("orders", Map.of());
		Observation observation = observation("queue.process", context).start();
		observation.error(new IllegalStateException("framework", new IllegalArgumentException("bad order")));
		observation.stop();
		SpanData span = span();
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getStatus().getDescription()).isEqualTo("bad order");
		assertThat(span.getAttributes().get(ErrorAttributes.ERROR_TYPE))
			.isEqualTo(IllegalArgumentException.class.getName());
		assertThat(span.getEvents()).singleElement()
			.satisfies((event) -> assertThat(event.getName()).isEqualTo("exception"));
	}

	@Test
	void anErrorTypeOfTheSystemNeedsNoException() {
		QueueReceiverContext context = new QueueReceiverContext("orders", Map.of());
		observation("queue.process", context).observe(() -> context.code = "E42");
		assertThat(span().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span().getAttributes().get(ErrorAttributes.ERROR_TYPE)).isEqualTo("E42");
		assertThat(span().getEvents()).isEmpty();
	}

	@Test
	void durationsAndCountsHaveTheAttributesThatWereAskedFor() {
		for (int i = 0; i < 2; i++) {
			observation("queue.send", new QueueSenderContext("orders")).observe(() -> {
			});
		}
		List<MetricData> metrics = telemetry.getMetrics();
		assertThat(metrics).anySatisfy((metric) -> {
			assertThat(metric.getName()).isEqualTo("messaging.client.operation.duration");
			assertThat(metric.getUnit()).isEqualTo("s");
			assertThat(metric.getHistogramData().getPoints()).singleElement().satisfies((point) -> {
				assertThat(point.getCount()).isEqualTo(2);
				assertThat(point.getBoundaries()).containsExactly(0.1, 1.0);
				assertThat(point.getAttributes())
					.isEqualTo(Attributes.of(SampleTables.SYSTEM, "queue", SampleTables.DESTINATION, "orders"));
			});
		});
		assertThat(metrics).anySatisfy((metric) -> {
			assertThat(metric.getName()).isEqualTo("messaging.client.sent.messages");
			assertThat(metric.getLongSumData().getPoints()).singleElement()
				.satisfies((point) -> assertThat(point.getValue()).isEqualTo(2));
		});
	}

	@Test
	void valuesAreRecordedWhereThereAreAny() {
		AttributeKey<String> type = AttributeKey.stringKey("type");
		ObservationRegistry registry = Bridges.registry(telemetry.getOpenTelemetry(),
				ObservationTable.of(ObservationMapping.of(Observation.Context.class, "batch")
					.histogram("batch.size", "Size of a batch", "{message}", List.of(1.0, 10.0),
							(context) -> context.<Integer>get("size"), Attributes.of(type, "sent"))
					.build()));
		for (Integer size : new Integer[] { 7, null }) {
			Observation observation = Observation.start("batch", registry);
			if (size != null) {
				observation.getContext().put("size", size);
			}
			observation.stop();
		}
		assertThat(telemetry.getMetrics()).filteredOn((metric) -> metric.getName().equals("batch.size"))
			.singleElement()
			.satisfies(
					(metric) -> assertThat(metric.getHistogramData().getPoints()).singleElement().satisfies((point) -> {
						assertThat(point.getSum()).isEqualTo(7.0);
						assertThat(point.getCount()).isEqualTo(1);
						assertThat(point.getAttributes()).isEqualTo(Attributes.of(type, "sent"));
					}));
	}

	@Test
	void anErrorMayBeNone() {
		ObservationRegistry registry = Bridges.registry(telemetry.getOpenTelemetry(), ObservationTable
			.of(ObservationMapping.of(Observation.Context.class, "stopped").error((error) -> null).build()));
		Observation observation = Observation.start("stopped", registry);
		observation.error(new IllegalStateException("stopped"));
		observation.stop();
		assertThat(span().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span().getEvents()).isEmpty();
		assertThat(span().getAttributes().isEmpty()).isTrue();
	}

	@Test
	void aMetricThatNamesAnUnknownAttributeIsRefused() {
		assertThatIllegalStateException()
			.isThrownBy(() -> ObservationMapping.of(QueueSenderContext.class)
				.duration("d", "d", List.of(1.0), AttributeKey.stringKey("missing"))
				.build())
			.withMessageContaining("missing");
	}

	@Test
	void whatIsNotRecordedLeavesTheParentToItsChildren() {
		Span outer = telemetry.getOpenTelemetry().getTracer("test").spanBuilder("outer").startSpan();
		try (var scope = outer.makeCurrent()) {
			observation("queue.process", new QueueReceiverContext("ignored", Map.of()))
				.observe(() -> observation("child", new Observation.Context()).observe(() -> {
				}));
		}
		assertThat(span().getName()).isEqualTo("child");
		assertThat(span().getParentSpanId()).isEqualTo(outer.getSpanContext().getSpanId());
	}

	@Test
	void whatIsSuppressedSilencesWhatIsBelow() {
		Span outer = telemetry.getOpenTelemetry().getTracer("test").spanBuilder("outer").startSpan();
		QueueSenderContext sent = new QueueSenderContext("orders");
		try (var scope = outer.makeCurrent()) {
			observation("queue.process", new QueueReceiverContext("silent", Map.of())).observe(() -> {
				assertThat(Suppression.isSuppressed(Context.current())).isTrue();
				observation("queue.send", sent).observe(() -> {
				});
			});
			assertThat(Span.current()).isSameAs(outer);
		}
		assertThat(telemetry.getSpans()).isEmpty();
		assertThat(sent.headers().get("traceparent")).contains(outer.getSpanContext().getTraceId())
			.satisfies(
					(header) -> assertThat(Integer.parseInt(header.substring(header.length() - 2), 16) & 1).isZero());
	}

	@Test
	void ignoredNamesMayBePrefixes() {
		for (String name : List.of("noise.a", "noise.b", "hum")) {
			observation(name, new Observation.Context()).observe(() -> {
			});
		}
		observation("noisy", new Observation.Context()).observe(() -> {
		});
		assertThat(span().getName()).isEqualTo("noisy");
	}

	private Observation observation(String name, Observation.Context context) {
		return Observation.createNotStarted(name, () -> context, this.registry);
	}

	private SpanData span() {
		return telemetry.getSpans().stream().reduce((first, second) -> {
			throw new AssertionError("More than one: " + first + second);
		}).orElseThrow();
	}

}
