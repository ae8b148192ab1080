// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.delivery;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.otelspring.test.Fault;
import io.otelspring.test.FaultCollector;

/**
 * Compares how long requests take without telemetry, with a healthy collector, with one
 * that hangs, and with processors of the application's own that block and have been found
 * to. Not a test: run it on a machine that does nothing else. The applications run at the
 * same time and are asked in turns. The result is a table in {@code target/latency.md}.
 */
public final class LatencyComparison {

	private static final int WARM_UP = 10;

	private static final int ROUNDS = 25;

	private static final int BLOCK = 200;

	private static final double[] PERCENTILES = { 50, 90, 99, 99.9, 100 };

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private LatencyComparison() {
	}

	public static void main(String[] args) throws Exception {
		try (FaultCollector healthy = FaultCollector.start(); FaultCollector hanging = FaultCollector.start()) {
			hanging.fail(Fault.HANGING);
			try (ApplicationProcess off = start("latency-off", healthy, "otel.sdk.disabled=true");
					ApplicationProcess good = start("latency-healthy", healthy, "otel.sdk.disabled=false");
					ApplicationProcess bad = start("latency-hanging", hanging, "otel.sdk.disabled=false");
					ApplicationProcess slow = start("latency-processor-slow", healthy, "shop.processor-blocks-for=50");
					ApplicationProcess stuck = start("latency-processor-stuck", healthy,
							"shop.processor-blocks-for=0")) {
				Map<String, URI> applications = new LinkedHashMap<>();
				applications.put("no telemetry", off.uri("/order/1"));
				applications.put("healthy", good.uri("/order/1"));
				applications.put("hanging", bad.uri("/order/1"));
				applications.put("healthy, a processor that takes 50 ms", slow.uri("/order/1"));
				applications.put("healthy, a processor that never returns", stuck.uri("/order/1"));
				hold(stuck.uri("/order/1"));
				stuck.awaitLine("threads that do not return: ");
				Files.writeString(Path.of("target", "latency.md"), new LatencyComparison().compare(applications));
			}
		}
	}

	// A request that is never answered, as the processor does not let it go
	private static void hold(URI uri) {
		HttpClient.newHttpClient()
			.sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding());
	}

	private static ApplicationProcess start(String name, FaultCollector collector, String property) throws Exception {
		return ApplicationProcess.start(name, "-XX:TieredStopAtLevel=4",
				"otel.exporter.otlp.endpoint=" + collector.httpEndpoint(), "otel.bsp.schedule.delay=200",
				"otel.blrp.schedule.delay=200", "otel.metric.export.interval=1000", property);
	}

	private String compare(Map<String, URI> applications) throws Exception {
		Map<String, List<Long>> times = new LinkedHashMap<>();
		for (int round = -WARM_UP; round < ROUNDS; round++) {
			for (Map.Entry<String, URI> application : applications.entrySet()) {
				long[] block = block(application.getValue());
				if (round >= 0) {
					List<Long> all = times.computeIfAbsent(application.getKey(), (name) -> new ArrayList<>());
					Arrays.stream(block).forEach(all::add);
				}
			}
		}
		StringBuilder table = new StringBuilder(
				"| collector | requests | p50 | p90 | p99 | p99.9 | longest |\n" + "|---|---|---|---|---|---|---|\n");
		times.forEach((name, all) -> table.append(row(name, all)));
		return table.toString();
	}

	private long[] block(URI uri) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(uri).build();
		long[] times = new long[BLOCK];
		for (int i = 0; i < BLOCK; i++) {
			long begin = System.nanoTime();
			int status = this.client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
			times[i] = System.nanoTime() - begin;
			if (status != 200) {
				throw new IllegalStateException(uri + " was answered with " + status);
			}
		}
		return times;
	}

	private static String row(String name, List<Long> times) {
		List<Long> sorted = times.stream().sorted().toList();
		StringBuilder row = new StringBuilder("| " + name + " | " + sorted.size() + " |");
		for (double percentile : PERCENTILES) {
			int index = (int) Math.ceil(percentile / 100 * sorted.size()) - 1;
			row.append(String.format(Locale.ROOT, " %.2f ms |", sorted.get(index) / 1_000_000.0));
		}
		return row.append('\n').toString();
	}

}
