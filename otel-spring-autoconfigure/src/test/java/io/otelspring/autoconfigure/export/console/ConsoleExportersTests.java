// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.console;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConsoleExportersTests {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private final ConsoleExporters console = new ConsoleExporters(
			new PrintStream(this.bytes, true, StandardCharsets.UTF_8));

	@Test
	void spanIsALineWithItsIdsAndAttributes() {
		try (SdkTracerProvider provider = SdkTracerProvider.builder()
			.addSpanProcessor(SimpleSpanProcessor.create(this.console.spans()))
			.build()) {
			Tracer tracer = provider.get("test");
			Span parent = tracer.spanBuilder("parent").setSpanKind(SpanKind.SERVER).startSpan();
			Span child = tracer.spanBuilder("child").setParent(Context.root().with(parent)).startSpan();
			child.setAttribute("key", "value");
			child.setStatus(StatusCode.ERROR, "broken");
			child.recordException(new IllegalStateException("no"));
			child.end();
			parent.end();
			assertThat(lines()).hasSize(3);
			assertThat(lines().get(0)).startsWith("SPAN ")
				.contains("child  INTERNAL", " ms ERROR broken", "trace=" + child.getSpanContext().getTraceId(),
						"parent=" + parent.getSpanContext().getSpanId(), "{key=value}");
			assertThat(lines().get(1)).startsWith("  EVENT ").contains("exception.message=no");
			assertThat(lines().get(2)).contains("parent  SERVER").doesNotContain("parent=", "UNSET");
		}
	}

	@Test
	void spanShowsItsLinksAndItsAttributesInTheOrderOfTheirNames() {
		try (SdkTracerProvider provider = SdkTracerProvider.builder()
			.addSpanProcessor(SimpleSpanProcessor.create(this.console.spans()))
			.build()) {
			Tracer tracer = provider.get("test");
			Span linked = tracer.spanBuilder("linked").startSpan();
			Span span = tracer.spanBuilder("batch").addLink(linked.getSpanContext()).startSpan();
			for (String key : new String[] { "m", "b", "x", "a", "k" }) {
				span.setAttribute(key, 1);
			}
			span.setStatus(StatusCode.ERROR);
			span.end();
			assertThat(lines()).singleElement(InstanceOfAssertFactories.STRING)
				.contains(" ms ERROR trace=",
						" link=" + linked.getSpanContext().getTraceId() + "-" + linked.getSpanContext().getSpanId())
				.endsWith("{a=1, b=1, k=1, m=1, x=1}");
		}
	}

	@Test
	void lineCannotBeForged() {
		try (SdkTracerProvider provider = SdkTracerProvider.builder()
			.addSpanProcessor(SimpleSpanProcessor.create(this.console.spans()))
			.build()) {
			provider.get("test").spanBuilder("name\nSPAN forged").setAttribute("key", "\u001b[2Jx").startSpan().end();
			assertThat(lines()).hasSize(1);
			assertThat(lines().get(0)).doesNotContain("\u001b");
		}
	}

	@Test
	void logRecordIsALineWithItsSpan() {
		try (SdkLoggerProvider provider = SdkLoggerProvider.builder()
			.addLogRecordProcessor(SimpleLogRecordProcessor.create(this.console.logs()))
			.build()) {
			provider.get("com.example.Shop")
				.logRecordBuilder()
				.setSeverity(Severity.WARN)
				.setBody("Out of stock")
				.setAttribute(AttributeKey.stringKey("sku"), "lamp")
				.emit();
			assertThat(lines()).singleElement()
				.satisfies((line) -> assertThat(line).startsWith("LOG ")
					.contains("WARN com.example.Shop  Out of stock", "{sku=lamp}")
					.doesNotContain("trace="));
		}
	}

	@Test
	void dataPointIsALineWithPercentiles() {
		try (SdkMeterProvider provider = SdkMeterProvider.builder()
			.registerMetricReader(
					PeriodicMetricReader.builder(this.console.metrics()).setInterval(Duration.ofHours(1)).build())
			.build()) {
			Meter meter = provider.get("test");
			meter.counterBuilder("orders")
				.setUnit("{order}")
				.build()
				.add(3, Attributes.builder().put("a", "b").build());
			meter.gaugeBuilder("level").build().set(0.25);
			DoubleHistogram histogram = meter.histogramBuilder("duration")
				.setUnit("s")
				.setExplicitBucketBoundariesAdvice(List.of(1.0, 2.0, 4.0))
				.build();
			for (int i = 1; i <= 100; i++) {
				histogram.record(i / 25.0);
			}
			provider.forceFlush();
			assertThat(lines()).hasSize(3);
			assertThat(lines().get(0)).contains("duration count=100 sum=202 p50~2 p90~3.600 p99~3.960 s");
			assertThat(lines().get(1)).contains("level 0.250");
			assertThat(lines().get(2)).contains("orders {a=b} 3 {order}");
		}
	}

	private List<String> lines() {
		return this.bytes.toString(StandardCharsets.UTF_8).lines().toList();
	}

}
