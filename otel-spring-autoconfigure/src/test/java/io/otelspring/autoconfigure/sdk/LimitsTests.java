// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.time.Duration;
import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.FoundMistakes;
import io.otelspring.autoconfigure.diagnosis.DiagnosisAutoConfiguration;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.ReceivedLog;
import io.otelspring.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a collector receives from an application that records without end.
 */
@ExtendWith(OutputCaptureExtension.class)
class LimitsTests {

	private static final String ENDLESS = "x".repeat(1_000_000);

	private final OtlpCollector collector = OtlpCollector.start();

	@AfterEach
	void stop() {
		this.collector.close();
	}

	@Test
	void runawaySpanIsBoundedAndSaysWhatItDropped(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run()) {
			span(context);
			flush(context);
			assertThat(findings(context)).singleElement().satisfies((finding) -> {
				assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
				assertThat(finding.what()).contains("873 attributes left out", "873 events left out",
						"872 links left out", "first in the span 'runaway'");
			});
		}
		ReceivedSpan span = this.collector.awaitSpan("runaway");
		assertThat(span.attributes()).hasSize(128);
		assertThat(span.events()).hasSize(128);
		assertThat(span.links()).hasSize(128);
		assertThat(span.dropped()).isEqualTo(new ReceivedSpan.Dropped(873, 873, 872));
		assertThat((String) span.attribute("large")).hasSize(16_384);
		assertThat(span.statusMessage()).hasSize(16_384);
		assertThat(span.events().get(0).attributes().get("exception.message")).asString().hasSizeLessThan(16_385);
		assertThat(span.events().get(0).attributes().get("exception.stacktrace")).asString().hasSize(16_384);
		assertThat(output.getOut().lines().filter((line) -> line.contains("Limits of spans"))).hasSize(1);
	}

	@Test
	void longStackTraceIsCutAndNoMistake(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run()) {
			Span span = context.getBean(Tracer.class).spanBuilder("deep").startSpan();
			span.recordException(deep(300));
			span.end();
			flush(context);
			assertThat(findings(context)).isEmpty();
			assertThat(FoundMistakes.in(context)).filteredOn((finding) -> finding.what().startsWith("Stack traces"))
				.singleElement()
				.satisfies((finding) -> {
					assertThat(finding.severity()).isEqualTo(Finding.Severity.INFO);
					assertThat(finding.what()).isEqualTo("Stack traces were cut at the end: 1");
				});
		}
		ReceivedSpan span = this.collector.awaitSpan("deep");
		assertThat((String) span.events().get(0).attributes().get("exception.stacktrace")).hasSize(16_384)
			.startsWith("java.lang.IllegalStateException: deep\n\tat " + LimitsTests.class.getName() + ".deep");
		assertThat(output.getOut()).doesNotContain("Stack traces were cut").doesNotContain("Limits of spans");
	}

	@Test
	void runawayLogRecordIsBounded() {
		try (ConfigurableApplicationContext context = run()) {
			log(context);
			flush(context);
			assertThat(findings(context)).singleElement()
				.satisfies((finding) -> assertThat(finding.what()).contains("attributes left out",
						"1 bodies of log records cut", "first in a log record of 'test'"));
		}
		ReceivedLog log = this.collector.awaitLog((record) -> record.scope().name().equals("test"));
		assertThat((String) log.body()).hasSize(65_536);
		assertThat(log.attributes()).hasSize(128);
		assertThat(log.droppedAttributes()).isPositive();
		assertThat((String) log.attribute("exception.stacktrace")).hasSizeLessThan(16_385);
	}

	@Test
	void runawayMetricIsBounded() {
		try (ConfigurableApplicationContext context = run()) {
			LongCounter counter = context.getBean(OpenTelemetry.class)
				.getMeter("test")
				.counterBuilder("runaway")
				.build();
			for (int i = 0; i < 10_000; i++) {
				counter.add(1, Attributes.of(AttributeKey.longKey("id"), (long) i));
			}
		}
		assertThat(this.collector.awaitMetric("runaway").points()).hasSizeLessThanOrEqualTo(2000);
	}

	@Test
	void whoAsksForMoreGetsIt() {
		try (ConfigurableApplicationContext context = run("--otel.attribute.value.length.limit=2147483647",
				"--otel.logrecord.attribute.value.length.limit=10", "--otel.logrecord.body.length.limit=2147483647")) {
			span(context);
			log(context);
		}
		assertThat((String) this.collector.awaitSpan("runaway").attribute("large")).hasSize(1_000_000);
		ReceivedLog log = this.collector.awaitLog((record) -> record.scope().name().equals("test"));
		assertThat((String) log.body()).hasSize(1_000_000);
		assertThat((String) log.attribute("exception.message")).hasSize(10);
	}

	@Test
	void nothingIsSaidWhereNoLimitIsReached() {
		try (ConfigurableApplicationContext context = run()) {
			context.getBean(Tracer.class).spanBuilder("small").setAttribute("key", "value").startSpan().end();
			flush(context);
			assertThat(findings(context)).isEmpty();
		}
		assertThat(this.collector.awaitSpan("small").dropped()).isEqualTo(new ReceivedSpan.Dropped(0, 0, 0));
	}

	private static void span(ConfigurableApplicationContext context) {
		Span span = context.getBean(Tracer.class).spanBuilder("runaway").startSpan();
		span.setAttribute("large", ENDLESS);
		span.recordException(new IllegalStateException(ENDLESS));
		span.setStatus(StatusCode.ERROR, ENDLESS);
		for (int i = 0; i < 1000; i++) {
			span.setAttribute("key-" + i, "value");
			span.addEvent("event");
			span.addLink(SpanContext.create("000000000000000000000000000000cd", "00000000000000ab",
					TraceFlags.getSampled(), TraceState.getDefault()));
		}
		span.end();
	}

	private static IllegalStateException deep(int calls) {
		return (calls > 0) ? deep(calls - 1) : new IllegalStateException("deep");
	}

	private static void log(ConfigurableApplicationContext context) {
		LogRecordBuilder log = context.getBean(OpenTelemetry.class).getLogsBridge().get("test").logRecordBuilder();
		log.setBody(ENDLESS).setException(new IllegalStateException(ENDLESS));
		for (int i = 0; i < 1000; i++) {
			log.setAttribute(AttributeKey.stringKey("key-" + i), "value");
		}
		log.emit();
	}

	private static void flush(ConfigurableApplicationContext context) {
		context.getBean(Sdk.class).flush(Duration.ofMinutes(1));
	}

	private static List<Finding> findings(ConfigurableApplicationContext context) {
		return FoundMistakes.in(context).stream().filter((finding) -> finding.what().startsWith("Limits")).toList();
	}

	private ConfigurableApplicationContext run(String... arguments) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("otel.exporter.otlp.endpoint=" + this.collector.httpEndpoint())
			.run(arguments);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ OtelSdkAutoConfiguration.class, DiagnosisAutoConfiguration.class })
	static class Application {

	}

}
