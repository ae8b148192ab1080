// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.servlet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

import io.otelspring.test.HttpSocket;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A started application on a port of its own, and what it recorded.
 */
final class RunningServer implements AutoCloseable {

	private static RunningServer shared;

	private final ServletWebServerApplicationContext context;

	private final InMemorySpanExporter spans;

	private final InMemoryMetricReader metrics;

	private final Map<String, List<MetricData>> collected = new ConcurrentHashMap<>();

	private final Map<Attributes, Long> active = new HashMap<>();

	private RunningServer(Class<?>[] sources, String... properties) {
		List<String> all = new ArrayList<>(List.of("server.port=0", "spring.main.banner-mode=off",
				"spring.jmx.enabled=false", "logging.level.root=warn", "otel.instrumentation.logging.enabled=false",
				"otel.register-global=false"));
		all.addAll(Arrays.asList(properties));
		this.context = (ServletWebServerApplicationContext) new SpringApplicationBuilder(sources)
			.web(WebApplicationType.SERVLET)
			.properties(all.toArray(new String[0]))
			.run();
		this.spans = this.context.getBean(InMemorySpanExporter.class);
		this.metrics = this.context.getBean(InMemoryMetricReader.class);
	}

	/**
	 * Return the application with default properties, which is started once for all
	 * tests.
	 */
	static synchronized RunningServer shared() {
		if (shared == null) {
			shared = start();
		}
		shared.reset();
		return shared;
	}

	static RunningServer start(String... properties) {
		return new RunningServer(new Class<?>[] { TestApplication.class }, properties);
	}

	static RunningServer start(Class<?> additional, String... properties) {
		return new RunningServer(new Class<?>[] { TestApplication.class, additional }, properties);
	}

	ServletWebServerApplicationContext context() {
		return this.context;
	}

	int port() {
		return this.context.getWebServer().getPort();
	}

	HttpSocket.Response get(String path, String... headers) {
		return send("GET", path, headers);
	}

	HttpSocket.Response send(String method, String path, String... headers) {
		return HttpSocket.exchange(port(), method, path, headers);
	}

	void reset() {
		// A request of an earlier test may still be ending after its response.
		await(() -> activeRequests() == 0);
		this.spans.reset();
		synchronized (this) {
			collect();
			this.collected.clear();
		}
	}

	/**
	 * Return the one server span there is, after it ended.
	 */
	SpanData serverSpan() {
		List<SpanData> spans = serverSpans(1);
		assertThat(spans).hasSize(1);
		return spans.get(0);
	}

	List<SpanData> serverSpans(int expected) {
		await(() -> serverSpans().size() >= expected && activeRequests() == 0);
		return serverSpans();
	}

	List<SpanData> spans() {
		return this.spans.getFinishedSpanItems();
	}

	private List<SpanData> serverSpans() {
		return spans().stream().filter((span) -> span.getKind() == SpanKind.SERVER).toList();
	}

	/**
	 * Return the one series of durations there is.
	 */
	HistogramPointData duration() {
		List<HistogramPointData> points = durations();
		assertThat(points).hasSize(1);
		return points.get(0);
	}

	synchronized List<HistogramPointData> durations() {
		return metric("http.server.request.duration").stream()
			.flatMap((data) -> data.getHistogramData().getPoints().stream())
			.toList();
	}

	synchronized List<MetricData> metric(String name) {
		collect();
		return this.collected.getOrDefault(name, List.of());
	}

	long activeRequests() {
		return activeByAttributes().values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * Return the number of requests in progress by attributes, ever since the start.
	 */
	synchronized Map<Attributes, Long> activeByAttributes() {
		collect();
		return Map.copyOf(this.active);
	}

	private synchronized void collect() {
		for (MetricData metric : this.metrics.collectAllMetrics()) {
			if (metric.getName().equals("http.server.active_requests")) {
				for (LongPointData point : metric.getLongSumData().getPoints()) {
					this.active.merge(point.getAttributes(), point.getValue(), Long::sum);
				}
			}
			this.collected.computeIfAbsent(metric.getName(), (name) -> new ArrayList<>()).add(metric);
		}
	}

	static void await(BooleanSupplier condition) {
		long deadline = System.nanoTime() + 60_000_000_000L;
		while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
			try {
				Thread.sleep(5);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

}
