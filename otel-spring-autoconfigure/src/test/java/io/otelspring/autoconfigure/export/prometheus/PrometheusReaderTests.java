// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.prometheus;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.View;
import io.opentelemetry.sdk.resources.Resource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.otelspring.test.DocumentedSample;

import static org.assertj.core.api.Assertions.assertThat;

class PrometheusReaderTests {

	private static final String SCOPE = "otel_scope_name=\"shop\",otel_scope_version=\"1.0\"";

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final String SPAN = "b7ad6b7169203331";

	private final PrometheusReader reader = new PrometheusReader("");

	private final SdkMeterProvider provider = provider(this.reader);

	private final Meter meter = this.provider.meterBuilder("shop").setInstrumentationVersion("1.0").build();

	private static SdkMeterProvider provider(PrometheusReader reader) {
		return SdkMeterProvider.builder()
			.setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "sh\"op",
					AttributeKey.longKey("process.pid"), 7L)))
			.registerView(InstrumentSelector.builder().setName("narrow").build(),
					View.builder().setAttributeFilter((key) -> false).build())
			.registerView(InstrumentSelector.builder().setName("exponential").build(),
					View.builder().setAggregation(Aggregation.base2ExponentialBucketHistogram()).build())
			.registerMetricReader(reader)
			.build();
	}

	@AfterEach
	void close() {
		this.provider.close();
	}

	@Test
	void counterHasItsUnitAndItsSuffixInBothFormats() {
		this.meter.counterBuilder("orders.size")
			.setUnit("By")
			.setDescription("Bytes of\norders")
			.build()
			.add(5, Attributes.of(AttributeKey.stringKey("order.kind"), "a\"b\\c\nd"));
		String labels = "{order_kind=\"a\\\"b\\\\c\\nd\"," + SCOPE + "}";
		assertThat(text())
			.containsSubsequence("# TYPE orders_size_bytes_total counter",
					"# HELP orders_size_bytes_total Bytes of\\norders", "orders_size_bytes_total" + labels + " 5\n")
			.doesNotContain("# UNIT", "# EOF");
		assertThat(openMetrics())
			.containsSubsequence("# TYPE orders_size_bytes counter\n", "# UNIT orders_size_bytes bytes\n",
					"# HELP orders_size_bytes Bytes of\\norders\n", "orders_size_bytes_total" + labels + " 5\n")
			.endsWith("\n# EOF\n");
	}

	@Test
	void resourceIsTargetInfo() {
		this.meter.counterBuilder("orders").build().add(1);
		assertThat(text()).startsWith("# TYPE target_info gauge\n# HELP target_info Target metadata\n"
				+ "target_info{process_pid=\"7\",service_name=\"sh\\\"op\"} 1\n");
		assertThat(openMetrics()).startsWith("# TYPE target info\n# HELP target Target metadata\ntarget_info{");
	}

	@Test
	void histogramHasCumulativeBucketsAndTheTraceOfTheLatestMeasurementInEach() {
		DoubleHistogram histogram = this.meter.histogramBuilder("work.duration")
			.setUnit("s")
			.setExplicitBucketBoundariesAdvice(List.of(0.1, 1.0))
			.build();
		histogram.record(0.05, Attributes.empty(), traced());
		histogram.record(0.5, Attributes.of(AttributeKey.stringKey("le"), "mine"), Context.root());
		histogram.record(7, Attributes.empty(), traced());
		String openMetrics = openMetrics();
		String exemplar = " # {trace_id=\"" + TRACE + "\",span_id=\"" + SPAN + "\"} ";
		assertThat(openMetrics).containsPattern("work_duration_seconds_bucket\\{" + SCOPE.replace(".", "\\.")
				+ ",le=\"0\\.1\"} 1 # \\{trace_id=\"" + TRACE + "\",span_id=\"" + SPAN + "\"} 0\\.05 \\d+\\.\\d{3}\n");
		assertThat(openMetrics).contains("le=\"1.0\"} 1\n", "le=\"+Inf\"} 2" + exemplar + "7.0 ",
				"work_duration_seconds_count{" + SCOPE + "} 2\n", "work_duration_seconds_sum{" + SCOPE + "} 7.05\n",
				"work_duration_seconds_bucket{exported_le=\"mine\"," + SCOPE + ",le=\"1.0\"} 1\n");
		assertThat(text()).doesNotContain("trace_id").contains("le=\"+Inf\"} 2\n");
	}

	@Test
	void exemplarKeepsWhatAViewTookAwayWithinTheLimit() {
		this.meter.counterBuilder("narrow")
			.build()
			.add(1, Attributes.of(AttributeKey.stringKey("customer"), "c-1", AttributeKey.stringKey("path"),
					"x".repeat(100)), traced());
		assertThat(openMetrics()).contains("narrow_total{" + SCOPE + "} 1 # {trace_id=\"" + TRACE + "\",span_id=\""
				+ SPAN + "\",customer=\"c-1\"} 1.0 ");
	}

	@Test
	void attributesThatBecomeOneLabelAreJoinedAndPointsThatBecomeOneAreThereOnce() {
		this.meter.gaugeBuilder("level")
			.build()
			.set(1.5, Attributes.of(AttributeKey.stringKey("a.b"), "1", AttributeKey.stringKey("a_b"), "2"));
		this.meter.counterBuilder("same").build().add(1, Attributes.of(AttributeKey.stringKey("k"), "1"));
		this.meter.counterBuilder("same").build().add(1, Attributes.of(AttributeKey.longKey("k"), 1L));
		assertThat(text()).contains("level{a_b=\"1;2\"," + SCOPE + "} 1.5\n")
			.containsOnlyOnce("same_total{k=\"1\"," + SCOPE + "} 1\n");
	}

	@Test
	void metricWhoseNameIsTakenByAnotherTypeIsLeftOutAndTheOthersStay() {
		this.meter.counterBuilder("taken.value").build().add(1);
		this.meter.gaugeBuilder("taken_value").build().set(2);
		this.meter.histogramBuilder("spread").build().record(1);
		this.meter.counterBuilder("spread.count").build().add(1);
		this.meter.gaugeBuilder("spread_sum").build().set(1);
		this.meter.counterBuilder("free").build().add(1);
		this.meter.gaugeBuilder("target.info").build().set(1);
		String text = text();
		assertThat(text).contains("taken_value_total{", "spread_bucket{", "free_total{")
			.doesNotContain("\ntaken_value{", "spread_count_total")
			.containsOnlyOnce("\nspread_sum{")
			.containsOnlyOnce("\ntarget_info{");
	}

	@Test
	void metricsOfOneNameAreOneFamilyWhoeverMeasuresThem() {
		this.meter.counterBuilder("shared").build().add(1);
		this.provider.get("other").counterBuilder("shared").build().add(2);
		assertThat(text()).containsOnlyOnce("# TYPE shared_total")
			.contains("shared_total{otel_scope_name=\"other\"} 2\n", "shared_total{" + SCOPE + "} 1\n");
	}

	@Test
	void histogramWithoutFixedBucketsHasItsCountAndSum() {
		this.meter.histogramBuilder("exponential").build().record(3);
		assertThat(text()).contains("exponential_bucket{" + SCOPE + ",le=\"+Inf\"} 1\n",
				"exponential_count{" + SCOPE + "} 1\n", "exponential_sum{" + SCOPE + "} 3.0\n");
	}

	@Test
	void prefixIsInFrontOfEachNameButThatOfTheTarget() {
		PrometheusReader prefixed = new PrometheusReader("acme");
		try (SdkMeterProvider acme = provider(prefixed)) {
			acme.get("shop").counterBuilder("orders").build().add(1);
			assertThat(new String(prefixed.scrape(ScrapeFormat.TEXT), StandardCharsets.UTF_8))
				.contains("\nacme_orders_total{", "\ntarget_info{");
		}
	}

	@Test
	void nothingIsReadBeforeThereAreMetricsNorAfterTheEnd() {
		PrometheusReader idle = new PrometheusReader("");
		assertThat(idle.isRegistered()).isFalse();
		assertThat(new String(idle.scrape(ScrapeFormat.OPENMETRICS), StandardCharsets.UTF_8)).isEqualTo("# EOF\n");
		this.meter.counterBuilder("orders").build().add(1);
		this.provider.close();
		assertThat(text()).isEmpty();
	}

	@Test
	void durationOfARequestIsAsItIsShown() throws Exception {
		PrometheusReader shop = new PrometheusReader("");
		try (SdkMeterProvider shopProvider = SdkMeterProvider.builder()
			.setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "shop",
					AttributeKey.stringKey("service.version"), "1.4.0")))
			.registerMetricReader(shop)
			.build()) {
			shopProvider.get("io.otelspring.http-server")
				.histogramBuilder("http.server.request.duration")
				.setUnit("s")
				.setDescription("Duration of HTTP server requests.")
				.setExplicitBucketBoundariesAdvice(List.of(0.005, 0.01))
				.build()
				.record(0.0071, Attributes.of(AttributeKey.stringKey("http.request.method"), "GET",
						AttributeKey.longKey("http.response.status_code"), 200L, AttributeKey.stringKey("http.route"),
						"/order", AttributeKey.stringKey("url.scheme"), "http"), traced());
			String all = new String(shop.scrape(ScrapeFormat.OPENMETRICS), StandardCharsets.UTF_8);
			// Without the bucket that has all, the count and the sum
			String shown = all.substring(0, all.lastIndexOf("http_server_request_duration_seconds_bucket"));
			DocumentedSample.isShown("prometheus.md", shown);
		}
	}

	private static Context traced() {
		return Context.root()
			.with(Span.wrap(SpanContext.create(TRACE, SPAN, TraceFlags.getSampled(), TraceState.getDefault())));
	}

	private String text() {
		return new String(this.reader.scrape(ScrapeFormat.TEXT), StandardCharsets.UTF_8);
	}

	private String openMetrics() {
		return new String(this.reader.scrape(ScrapeFormat.OPENMETRICS), StandardCharsets.UTF_8);
	}

}
