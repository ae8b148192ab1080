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
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.springframework.boot.ansi.AnsiOutput;

import io.otelspring.test.DocumentedSample;

import static org.assertj.core.api.Assertions.assertThat;

class ConsoleExportersTests {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private final ConsoleExporters console = new ConsoleExporters(
			new PrintStream(this.bytes, true, StandardCharsets.UTF_8));

	@Test
	void traceIsATreeWhenItsFirstSpanEnds() {
		try (SdkTracerProvider provider = provider()) {
			Tracer tracer = provider.get("test");
			Span parent = tracer.spanBuilder("parent").setSpanKind(SpanKind.SERVER).startSpan();
			Span child = tracer.spanBuilder("child").setParent(Context.root().with(parent)).startSpan();
			Span below = tracer.spanBuilder("below").setParent(Context.root().with(child)).startSpan();
			Span sibling = tracer.spanBuilder("sibling").setParent(Context.root().with(parent)).startSpan();
			below.end();
			child.setAttribute("key", "value");
			child.setStatus(StatusCode.ERROR, "broken");
			child.recordException(new IllegalStateException("no"));
			child.end();
			sibling.end();
			assertThat(lines()).isEmpty();
			parent.end();
			assertThat(lines()).hasSize(5)
				.map((line) -> line.replaceAll("\\d", "0"))
				.satisfiesExactly(
						(line) -> assertThat(line)
							.matches("SPAN   00:00:00.000  +0+\\.000 ms  SERVER    parent  trace=.*")
							.doesNotContain("parent=", "UNSET"),
						(line) -> assertThat(line).matches(
								"SPAN   00:00:00.000  +0+\\.000 ms  INTERNAL    child  ERROR broken  span=.* \\{key=value}")
							.doesNotContain("trace=", "parent="),
						(line) -> assertThat(line).startsWith("  EVENT ").contains("exception.message=no"),
						(line) -> assertThat(line).contains("INTERNAL      below "),
						(line) -> assertThat(line).contains("INTERNAL    sibling "));
			assertThat(lines().get(0)).contains("trace=" + parent.getSpanContext().getTraceId(),
					"span=" + parent.getSpanContext().getSpanId());
			assertThat(lines().get(1)).contains("span=" + child.getSpanContext().getSpanId());
		}
	}

	@Test
	void spanThatEndsAfterItsTraceWasPrintedNamesItsParent() {
		try (SdkTracerProvider provider = provider()) {
			Tracer tracer = provider.get("test");
			Span parent = tracer.spanBuilder("parent").startSpan();
			Span late = tracer.spanBuilder("late").setParent(Context.root().with(parent)).startSpan();
			parent.end();
			assertThat(lines()).hasSize(1);
			late.end();
			assertThat(lines().get(1)).contains("late  trace=" + parent.getSpanContext().getTraceId(),
					" parent=" + parent.getSpanContext().getSpanId());
		}
	}

	@Test
	void spanBelowACallersIsTheFirstOfItsTrace() {
		try (SdkTracerProvider provider = provider()) {
			SpanContext caller = SpanContext.createFromRemoteParent("0af7651916cd43dd8448eb211c80319c",
					"b7ad6b7169203331", TraceFlags.getSampled(), TraceState.getDefault());
			provider.get("test")
				.spanBuilder("served")
				.setParent(Context.root().with(Span.wrap(caller)))
				.startSpan()
				.end();
			assertThat(lines()).singleElement(InstanceOfAssertFactories.STRING)
				.contains("served  trace=0af7651916cd43dd8448eb211c80319c", " parent=b7ad6b7169203331");
		}
	}

	@Test
	void applicationThatCallsItselfHasATreeForEachSide() {
		try (SdkTracerProvider provider = provider()) {
			Tracer tracer = provider.get("test");
			Span job = tracer.spanBuilder("job").startSpan();
			Context inJob = Context.root().with(job);
			tracer.spanBuilder("before").setParent(inJob).startSpan().end();
			Span call = tracer.spanBuilder("call").setParent(inJob).startSpan();
			SpanContext sent = call.getSpanContext();
			SpanContext received = SpanContext.createFromRemoteParent(sent.getTraceId(), sent.getSpanId(),
					sent.getTraceFlags(), sent.getTraceState());
			Span served = tracer.spanBuilder("served").setParent(Context.root().with(Span.wrap(received))).startSpan();
			tracer.spanBuilder("inside").setParent(Context.root().with(served)).startSpan().end();
			served.end();
			assertThat(names()).containsExactly("served", "inside");
			call.end();
			job.end();
			assertThat(names()).containsExactly("served", "inside", "job", "before", "call");
		}
	}

	@Test
	void everyRequestOfOneTraceHasATree() {
		try (SdkTracerProvider provider = provider()) {
			Tracer tracer = provider.get("test");
			SpanContext caller = SpanContext.createFromRemoteParent("0af7651916cd43dd8448eb211c80319c",
					"b7ad6b7169203331", TraceFlags.getSampled(), TraceState.getDefault());
			for (String name : List.of("first", "second")) {
				Span served = tracer.spanBuilder(name).setParent(Context.root().with(Span.wrap(caller))).startSpan();
				tracer.spanBuilder("inside").setParent(Context.root().with(served)).startSpan().end();
				served.end();
			}
			assertThat(names()).containsExactly("first", "inside", "second", "inside");
		}
	}

	@Test
	void senderWhoseMessageIsHandledFirstIsInItsOwnTree() {
		try (SdkTracerProvider provider = provider()) {
			Tracer tracer = provider.get("test");
			Span order = tracer.spanBuilder("order").startSpan();
			Span send = tracer.spanBuilder("send").setParent(Context.root().with(order)).startSpan();
			SpanContext received = SpanContext.createFromRemoteParent(send.getSpanContext().getTraceId(),
					send.getSpanContext().getSpanId(), TraceFlags.getSampled(), TraceState.getDefault());
			tracer.spanBuilder("process").setParent(Context.root().with(Span.wrap(received))).startSpan().end();
			send.end();
			assertThat(names()).containsExactly("process");
			order.end();
			assertThat(names()).containsExactly("process", "order", "send");
		}
	}

	@Test
	void whatEndsLateIsATreeBelowWhatWasPrinted() {
		try (SdkTracerProvider provider = provider()) {
			Tracer tracer = provider.get("test");
			Span request = tracer.spanBuilder("request").startSpan();
			Span late = tracer.spanBuilder("late").setParent(Context.root().with(request)).startSpan();
			Span below = tracer.spanBuilder("below").setParent(Context.root().with(late)).startSpan();
			request.end();
			below.end();
			assertThat(names()).containsExactly("request");
			late.end();
			assertThat(names()).containsExactly("request", "late", "below");
		}
	}

	private List<String> names() {
		return lines().stream().map((line) -> line.replaceAll(".*INTERNAL +(\\w+) .*", "$1")).toList();
	}

	@Test
	void tracesThatDoNotEndAreBounded() {
		try (SdkTracerProvider provider = provider()) {
			Tracer tracer = provider.get("test");
			for (int i = 0; i < 3; i++) {
				Context parent = Context.root().with(tracer.spanBuilder("endless").startSpan());
				for (int child = 0; child < 1000; child++) {
					tracer.spanBuilder("child").setParent(parent).startSpan().end();
				}
			}
			assertThat(lines()).hasSize(1000);
		}
	}

	@Test
	void coloursAreThereWhereSpringBootsLinesHaveThem() {
		AnsiOutput.setEnabled(AnsiOutput.Enabled.ALWAYS);
		try (SdkTracerProvider provider = provider()) {
			Span span = provider.get("test").spanBuilder("plain\u001b[31m").startSpan();
			span.setStatus(StatusCode.ERROR, "broken");
			span.end();
			assertThat(lines()).singleElement(InstanceOfAssertFactories.STRING)
				.contains("\u001b[34mSPAN  ", "\u001b[1mplain [31m", "\u001b[31mERROR broken");
		}
		finally {
			AnsiOutput.setEnabled(AnsiOutput.Enabled.DETECT);
		}
	}

	@Test
	void spanShowsItsLinksAndItsAttributesInTheOrderOfTheirNames() {
		try (SdkTracerProvider provider = provider()) {
			Tracer tracer = provider.get("test");
			Span linked = tracer.spanBuilder("linked").startSpan();
			Span span = tracer.spanBuilder("batch").addLink(linked.getSpanContext()).startSpan();
			for (String key : new String[] { "m", "b", "x", "a", "k" }) {
				span.setAttribute(key, 1);
			}
			span.setStatus(StatusCode.ERROR);
			span.end();
			assertThat(lines()).singleElement(InstanceOfAssertFactories.STRING)
				.contains("batch  ERROR  trace=",
						" link=" + linked.getSpanContext().getTraceId() + "-" + linked.getSpanContext().getSpanId())
				.endsWith("{a=1, b=1, k=1, m=1, x=1}");
		}
	}

	@Test
	void lineCannotBeForged() {
		try (SdkTracerProvider provider = provider()) {
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

	@Test
	void linesAreAsTheyAreShown() throws Exception {
		SpanContext server = context("b7ad6b7169203331");
		SpanContext call = context("00f067aa0ba902b7");
		this.console.spans()
			.export(List.of(
					span("OrderService.place", SpanKind.INTERNAL, context("24d2b3a09c9d5b1f"), server, 4, 13).build(),
					span("SELECT stock", SpanKind.CLIENT, call, context("24d2b3a09c9d5b1f"), 6, 8)
						.setAttributes(Attributes.builder().put("db.system.name", "postgresql").build())
						.setStatus(StatusData.create(StatusCode.ERROR, "timeout"))
						.build(),
					span("GET /orders/{id}", SpanKind.SERVER, server, SpanContext.getInvalid(), 3, 15)
						.setAttributes(Attributes.builder()
							.put("http.request.method", "GET")
							.put("http.response.status_code", 200)
							.build())
						.build()));
		try (SdkLoggerProvider logs = SdkLoggerProvider.builder()
			.addLogRecordProcessor(SimpleLogRecordProcessor.create(this.console.logs()))
			.build();
				SdkMeterProvider metrics = SdkMeterProvider.builder()
					.registerMetricReader(PeriodicMetricReader.create(this.console.metrics()))
					.build()) {
			logs.get("com.example.shop.OrderService")
				.logRecordBuilder()
				.setContext(Context.root().with(Span.wrap(server)))
				.setSeverity(Severity.WARN)
				.setBody("Out of stock")
				.setAttribute(AttributeKey.stringKey("sku"), "lamp")
				.emit();
			metrics.get("shop")
				.counterBuilder("orders.placed")
				.setUnit("{order}")
				.build()
				.add(3, Attributes.builder().put("channel", "web").build());
			metrics.forceFlush();
			DocumentedSample.isShown("export.md", this.bytes.toString(StandardCharsets.UTF_8));
		}
	}

	private static SpanContext context(String span) {
		return SpanContext.create("0af7651916cd43dd8448eb211c80319c", span, TraceFlags.getSampled(),
				TraceState.getDefault());
	}

	private static TestSpanData.Builder span(String name, SpanKind kind, SpanContext context, SpanContext parent,
			long from, long to) {
		long second = 1_764_100_371_000_000_000L;
		return TestSpanData.builder()
			.setName(name)
			.setKind(kind)
			.setSpanContext(context)
			.setParentSpanContext(parent)
			.setStartEpochNanos(second + from * 1_000_000)
			.setEndEpochNanos(second + to * 1_000_000 + 125_000)
			.setStatus(StatusData.unset())
			.setHasEnded(true);
	}

	private SdkTracerProvider provider() {
		return SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(this.console.spans())).build();
	}

	private List<String> lines() {
		return this.bytes.toString(StandardCharsets.UTF_8).lines().toList();
	}

}
