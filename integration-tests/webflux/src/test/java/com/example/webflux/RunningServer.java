// SPDX-License-Identifier: Apache-2.0
package com.example.webflux;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import io.otelspring.test.HttpSocket;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.ReceivedLog;
import io.otelspring.test.ReceivedSpan;

/**
 * The application on Netty, and a collector that it sends to. Each exchange has a trace
 * of its own.
 */
final class RunningServer implements AutoCloseable {

	static final String CALLER = "00000000000000aa";

	private final OtlpCollector collector = OtlpCollector.start();

	private final ConfigurableApplicationContext context;

	private RunningServer(String... properties) {
		List<String> arguments = new ArrayList<>();
		arguments.add("--server.port=0");
		arguments.add("--otel.exporter.otlp.endpoint=" + this.collector.httpEndpoint());
		arguments.add("--otel.bsp.schedule.delay=20ms");
		arguments.add("--otel.blrp.schedule.delay=20ms");
		arguments.add("--otel.metric.export.interval=200ms");
		for (String property : properties) {
			arguments.add("--" + property);
		}
		this.context = new SpringApplicationBuilder(ReactiveApplication.class).run(arguments.toArray(new String[0]));
	}

	static RunningServer start(String... properties) {
		return new RunningServer(properties);
	}

	int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	OtlpCollector collector() {
		return this.collector;
	}

	/**
	 * Send a request as part of a new trace.
	 * @return the exchange
	 */
	Exchange exchange(String method, String path, String... headers) {
		String traceId = newTraceId();
		List<String> all = new ArrayList<>(List.of(headers));
		all.add("traceparent: " + parent(traceId));
		return new Exchange(traceId, HttpSocket.exchange(port(), method, path, all.toArray(new String[0])));
	}

	HttpSocket.Response get(String path, String... headers) {
		return HttpSocket.exchange(port(), "GET", path, headers);
	}

	ReceivedSpan serverSpan(String traceId) {
		return this.collector
			.awaitSpan((span) -> span.kind() == ReceivedSpan.Kind.SERVER && span.traceId().equals(traceId));
	}

	ReceivedSpan span(String traceId, String name) {
		return this.collector.awaitSpan((span) -> span.name().equals(name) && span.traceId().equals(traceId));
	}

	List<ReceivedSpan> trace(String traceId, int count) {
		return this.collector.await(count + " spans of " + traceId, () -> {
			List<ReceivedSpan> spans = this.collector.spans()
				.stream()
				.filter((span) -> span.traceId().equals(traceId))
				.toList();
			return (spans.size() >= count) ? Optional.of(spans) : Optional.empty();
		});
	}

	ReceivedLog log(String traceId, Predicate<String> body) {
		return this.collector.awaitLog((log) -> log.traceId().equals(traceId) && body.test(String.valueOf(log.body())));
	}

	static String newTraceId() {
		return UUID.randomUUID().toString().replace("-", "");
	}

	static String parent(String traceId) {
		return "00-" + traceId + "-" + CALLER + "-01";
	}

	@Override
	public void close() {
		this.context.close();
		this.collector.close();
	}

	record Exchange(String traceId, HttpSocket.Response response) {

	}

}
