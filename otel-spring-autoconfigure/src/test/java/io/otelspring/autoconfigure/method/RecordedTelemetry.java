// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.util.Collection;
import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An SDK that keeps what is recorded, and a post-processor that records with it.
 */
final class RecordedTelemetry {

	final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	final InMemoryMetricReader reader = InMemoryMetricReader.create();

	final OpenTelemetrySdk sdk;

	final MethodTelemetryPostProcessor postProcessor;

	RecordedTelemetry() {
		this(Sampler.parentBased(Sampler.alwaysOn()));
	}

	RecordedTelemetry(Sampler sampler) {
		this.sdk = OpenTelemetrySdk.builder()
			.setTracerProvider(SdkTracerProvider.builder()
				.setSampler(sampler)
				.addSpanProcessor(SimpleSpanProcessor.create(this.exporter))
				.build())
			.setMeterProvider(SdkMeterProvider.builder().registerMetricReader(this.reader).build())
			.setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
			.build();
		this.postProcessor = postProcessor(this.sdk);
	}

	static MethodTelemetryPostProcessor postProcessor(OpenTelemetry openTelemetry) {
		StaticListableBeanFactory beanFactory = new StaticListableBeanFactory();
		beanFactory.addBean("openTelemetry", openTelemetry);
		MethodTelemetryPostProcessor postProcessor = new MethodTelemetryPostProcessor(
				beanFactory.getBeanProvider(OpenTelemetry.class));
		postProcessor.setProxyTargetClass(true);
		return postProcessor;
	}

	@SuppressWarnings("unchecked")
	<T> T advise(T bean) {
		return (T) this.postProcessor.postProcessAfterInitialization(bean, "bean");
	}

	Span startCaller() {
		return this.sdk.getTracer("test").spanBuilder("caller").startSpan();
	}

	List<SpanData> spans() {
		return this.exporter.getFinishedSpanItems();
	}

	SpanData span() {
		List<SpanData> spans = spans();
		assertThat(spans).hasSize(1);
		return spans.get(0);
	}

	SpanData span(String name) {
		List<SpanData> spans = spans().stream().filter((span) -> span.getName().equals(name)).toList();
		assertThat(spans).as(name).hasSize(1);
		return spans.get(0);
	}

	/**
	 * Return the attributes of a span in a form that can be compared.
	 * @param span the span
	 * @return its attributes
	 */
	static Attributes attributes(SpanData span) {
		return Attributes.builder().putAll(span.getAttributes()).build();
	}

	MetricData metric(String name) {
		Collection<MetricData> metrics = this.reader.collectAllMetrics();
		return metrics.stream()
			.filter((metric) -> metric.getName().equals(name))
			.findFirst()
			.orElseThrow(() -> new AssertionError("no " + name + " in " + metrics));
	}

	Collection<LongPointData> counts(String name) {
		return metric(name).getLongSumData().getPoints();
	}

	Collection<HistogramPointData> durations(String name) {
		return metric(name).getHistogramData().getPoints();
	}

	List<IneffectiveAnnotation> ineffective() {
		return this.postProcessor.findings().ineffective().stream().sorted().toList();
	}

}
