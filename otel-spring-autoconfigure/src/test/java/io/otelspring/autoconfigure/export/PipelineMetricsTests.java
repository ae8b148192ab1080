// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import org.junit.jupiter.api.Test;

import io.otelspring.autoconfigure.export.transport.Answer;

import static org.assertj.core.api.Assertions.assertThat;

class PipelineMetricsTests {

	private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

	private static final AttributeKey<String> TYPE = AttributeKey.stringKey("otel.component.type");

	private final ExportStatus statuses = new ExportStatus();

	private final InMemoryMetricReader reader = InMemoryMetricReader.create();

	private final SdkMeterProvider provider = SdkMeterProvider.builder().registerMetricReader(this.reader).build();

	@Test
	void exporterMetricsSayWhatTheAccountSays() {
		ExporterStatus status = this.statuses.add(Signal.TRACES, "otlp", "http/protobuf",
				"http://collector:4318/v1/traces");
		PipelineMetrics.register(this.provider, this.statuses);
		DeliveryAccount delivery = status.delivery();
		status.export(40, () -> {
			delivery.taken(40);
			return CompletableResultCode.ofSuccess();
		});
		assertThat(values("otel.sdk.exporter.span.inflight")).containsExactly(Map.entry("", 40L));
		delivery.accepted(10, new Answer(Answer.Kind.ACCEPTED, "old", null, 3, "200"), Duration.ofSeconds(2).toNanos());
		delivery.refused(5, new Answer(Answer.Kind.REFUSED, "no", null, 0, "400"), 1);
		delivery.dropped(4, DeliveryAccount.Loss.QUEUE_FULL);
		assertThat(values("otel.sdk.exporter.span.exported")).containsOnly(Map.entry("", 7L), Map.entry("rejected", 3L),
				Map.entry("400", 5L), Map.entry("queue_full", 4L));
		assertThat(values("otel.sdk.exporter.span.inflight")).containsExactly(Map.entry("", 21L));
		assertThat(status.exported() + status.failed() + status.dropped() + status.queued()).isEqualTo(40);
		MetricData duration = metric("otel.sdk.exporter.operation.duration");
		assertThat(duration.getUnit()).isEqualTo("s");
		assertThat(duration.getHistogramData().getPoints()).hasSize(2)
			.allSatisfy((point) -> assertThat(point.getBoundaries()).isEmpty())
			.extracting(HistogramPointData::getAttributes)
			.allSatisfy((attributes) -> {
				assertThat(attributes.get(TYPE)).isEqualTo("otlp_http_span_exporter");
				assertThat(attributes.get(AttributeKey.stringKey("otel.component.name")))
					.isEqualTo("otlp_http_span_exporter/otlp");
				assertThat(attributes.get(AttributeKey.stringKey("server.address"))).isEqualTo("collector");
				assertThat(attributes.get(AttributeKey.longKey("server.port"))).isEqualTo(4318);
				assertThat(attributes.get(AttributeKey.longKey("http.response.status_code"))).isIn(200L, 400L);
				assertThat(attributes.get(ERROR)).isIn("rejected", "400");
			});
	}

	@Test
	void processorMetricsAreThoseOfTheQueue() {
		ExporterStatus status = this.statuses.add(Signal.LOGS, "otlp", "grpc", "http://collector:4317");
		status.queuedBy(() -> 7, 100);
		PipelineMetrics.register(this.provider, this.statuses);
		status.export(3, CompletableResultCode::ofSuccess);
		status.export(2, () -> CompletableResultCode.ofExceptionalFailure(new IllegalStateException()));
		status.drop(4);
		assertThat(values("otel.sdk.processor.log.queue.size")).containsExactly(Map.entry("", 7L));
		assertThat(values("otel.sdk.processor.log.queue.capacity")).containsExactly(Map.entry("", 100L));
		assertThat(values("otel.sdk.processor.log.processed")).containsOnly(Map.entry("", 5L),
				Map.entry("queue_full", 4L));
		assertThat(values("otel.sdk.exporter.log.exported")).containsOnly(Map.entry("", 3L), Map.entry("_OTHER", 2L));
		assertThat(metric("otel.sdk.processor.log.processed").getLongSumData().getPoints())
			.allMatch((point) -> "batching_log_processor".equals(point.getAttributes().get(TYPE)));
	}

	@Test
	void metricsHaveNoProcessor() {
		this.statuses.add(Signal.METRICS, "otlp", "grpc", "http://collector:4317");
		PipelineMetrics.register(this.provider, this.statuses);
		assertThat(this.reader.collectAllMetrics()).extracting(MetricData::getName)
			.contains("otel.sdk.exporter.metric_data_point.inflight", "otel.sdk.exporter.metric_data_point.exported")
			.noneMatch((name) -> name.startsWith("otel.sdk.processor"));
	}

	private Map<String, Long> values(String name) {
		return metric(name).getLongSumData()
			.getPoints()
			.stream()
			.collect(Collectors.toMap((point) -> error(point.getAttributes()), LongPointData::getValue));
	}

	private static String error(Attributes attributes) {
		String error = attributes.get(ERROR);
		return (error != null) ? error : "";
	}

	private MetricData metric(String name) {
		return this.reader.collectAllMetrics()
			.stream()
			.filter((metric) -> metric.getName().equals(name))
			.findFirst()
			.orElseThrow();
	}

}
