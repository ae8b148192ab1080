// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.trace.Tracer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.otelspring.autoconfigure.export.ExportStatus;
import io.otelspring.autoconfigure.export.ExporterStatus;
import io.otelspring.autoconfigure.export.Signal;
import io.otelspring.test.Fault;
import io.otelspring.test.FaultCollector;
import io.otelspring.test.OtlpCollector;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The account of each fault of a collector, under load, with the collector well again in
 * the end: all that was made is received or counted as lost, and what was received twice
 * is no more than what the collector's answer was lost for. The table of all is written
 * to {@code target/faults.md}.
 */
class FaultAccountTests {

	private static final String ZIPKIN = "http/json";

	private static final Duration LOAD = Duration.ofMillis(200);

	private static final List<String> PROTOCOLS = List.of("http/protobuf", "grpc", ZIPKIN);

	@TempDir
	private static Path directory;

	@Test
	void everythingIsReceivedOrCountedAsLost() throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(PROTOCOLS.size());
		try {
			List<FaultLine> lines = new ArrayList<>();
			for (Future<List<FaultLine>> account : PROTOCOLS.stream()
				.map((protocol) -> executor.submit(account(protocol)))
				.toList()) {
				lines.addAll(account.get(10, TimeUnit.MINUTES));
			}
			write(lines);
			int faults = Trouble.PLAIN.size() + Trouble.SECURE.size();
			assertThat(lines).hasSize(faults * 6 + faults - 1).allSatisfy(FaultLine::check);
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static Callable<List<FaultLine>> account(String protocol) {
		return () -> {
			List<FaultLine> lines = new ArrayList<>();
			try (FaultCollector collector = FaultCollector.start();
					ConfigurableApplicationContext context = run(protocol, collector)) {
				collector.slowness(Duration.ofMillis(100));
				for (Trouble trouble : plain(protocol)) {
					lines.addAll(account(protocol, trouble, collector, context));
				}
			}
			Path trusted = Files.writeString(directory.resolve(protocol.replace('/', '-') + ".pem"),
					Trouble.CERTIFICATE.pemCertificate());
			try (FaultCollector collector = FaultCollector.start()) {
				collector.useTls(Trouble.CERTIFICATE.server(null), false);
				try (ConfigurableApplicationContext context = run(protocol, collector,
						"--otel.exporter.otlp.certificate=" + trusted, "--otel.exporter.zipkin.ssl.bundle=collector",
						"--spring.ssl.bundle.pem.collector.truststore.certificate=file:" + trusted)) {
					for (Trouble trouble : Trouble.SECURE) {
						lines.addAll(account(protocol, trouble, collector, context));
					}
				}
			}
			return lines;
		};
	}

	// Zipkin accepts a batch or it does not
	private static List<Trouble> plain(String protocol) {
		return Trouble.PLAIN.stream()
			.filter((trouble) -> !trouble.is(Fault.REJECTING_ONE) || !protocol.equals(ZIPKIN))
			.toList();
	}

	private static List<FaultLine> account(String protocol, Trouble fault, FaultCollector collector,
			ConfigurableApplicationContext context) throws InterruptedException {
		List<ExporterStatus> exporters = context.getBean(ExportStatus.class).all();
		context.getBean(Sdk.class).flush(Duration.ofMinutes(1));
		collector.received().reset();
		Map<Signal, FaultLine> before = new EnumMap<>(Signal.class);
		exporters.forEach((status) -> before.put(status.signal(), line(protocol, fault, status, collector)));
		fault.begin(collector);
		long made = load(fault, context);
		context.getBean(Sdk.class).flush(Duration.ofMillis(500));
		if (fault.is(Fault.BAD_REQUEST)) {
			awaitFailures(exporters, before);
		}
		fault.end(collector);
		made += load(fault, context);
		Awaitility.await(fault + " by " + protocol).atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
			context.getBean(Sdk.class).flush(Duration.ofSeconds(1));
			assertThat(exporters).extracting(ExporterStatus::queued).containsOnly(0L);
		});
		List<FaultLine> lines = new ArrayList<>();
		for (ExporterStatus status : exporters) {
			FaultLine line = line(protocol, fault, status, collector).minus(before.get(status.signal()));
			Set<String> unique = unique(status.signal(), fault, collector.received());
			lines.add((status.signal() == Signal.METRICS) ? line : line.with(made, unique.size()));
		}
		return lines;
	}

	// Else nothing might have been refused on a busy machine
	private static void awaitFailures(List<ExporterStatus> exporters, Map<Signal, FaultLine> before) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.until(() -> exporters.stream()
				.filter((status) -> status.signal() != Signal.METRICS)
				.allMatch((status) -> status.failed() > before.get(status.signal()).failed()));
	}

	private static long load(Trouble fault, ConfigurableApplicationContext context) throws InterruptedException {
		Tracer tracer = context.getBean(Tracer.class);
		OpenTelemetry telemetry = context.getBean(OpenTelemetry.class);
		Logger logger = telemetry.getLogsBridge().get("load");
		LongCounter counter = telemetry.getMeter("load").counterBuilder("load").build();
		long end = System.nanoTime() + LOAD.toNanos();
		long made = 0;
		while (System.nanoTime() - end < 0) {
			String name = fault + " " + made + " " + System.nanoTime();
			tracer.spanBuilder(name).startSpan().end();
			logger.logRecordBuilder().setBody(name).emit();
			counter.add(1);
			if (++made % 10 == 0) {
				TimeUnit.MILLISECONDS.sleep(1);
			}
		}
		return made;
	}

	private static Set<String> unique(Signal signal, Trouble fault, OtlpCollector received) {
		Set<String> unique = new HashSet<>();
		switch (signal) {
			case TRACES -> received.spans()
				.stream()
				.filter((span) -> span.name().startsWith(fault + " "))
				.forEach((span) -> unique.add(span.spanId()));
			case LOGS -> received.logRecords().forEach((log) -> unique.add(String.valueOf(log.body())));
			case METRICS -> {
			}
		}
		return unique;
	}

	private static FaultLine line(String protocol, Trouble fault, ExporterStatus status, FaultCollector collector) {
		io.otelspring.test.Signal signal = io.otelspring.test.Signal.valueOf(status.signal().name());
		long made = status.exported() + status.failed() + status.dropped();
		return new FaultLine(fault, protocol, status.signal(), made, collector.taken(signal), status.exported(),
				status.failed(), status.dropped(), -1, collector.rejected(signal), collector.unacknowledged(signal));
	}

	private static void write(List<FaultLine> lines) throws IOException {
		StringBuilder table = new StringBuilder("| fault | protocol | signal | made | exported | failed | dropped "
				+ "| received | received again | answers lost for |\n|---|---|---|---|---|---|---|---|---|---|\n");
		lines.stream()
			.sorted(Comparator.comparing((line) -> line.fault().fault(),
					Comparator.nullsLast(Comparator.naturalOrder())))
			.forEach((line) -> table.append(line.row()));
		Files.writeString(Path.of("target", "faults.md"), table);
	}

	// One at a time: the logging system is the JVM's.
	private static synchronized ConfigurableApplicationContext run(String protocol, FaultCollector collector,
			String... arguments) {
		boolean zipkin = protocol.equals(ZIPKIN);
		String endpoint = protocol.equals("grpc") ? collector.grpcEndpoint() : collector.httpEndpoint();
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("otel.exporter.otlp.endpoint=" + endpoint,
					"otel.exporter.otlp.protocol=" + (zipkin ? "http/protobuf" : protocol),
					"otel.traces.exporter=" + (zipkin ? "zipkin" : "otlp"),
					"otel.metrics.exporter=" + (zipkin ? "none" : "otlp"),
					"otel.logs.exporter=" + (zipkin ? "none" : "otlp"),
					"otel.exporter.zipkin.endpoint=" + endpoint + "/api/v2/spans", "otel.exporter.zipkin.timeout=5s",
					"otel.exporter.otlp.timeout=5s", "otel.bsp.schedule.delay=20ms", "otel.blrp.schedule.delay=20ms",
					"otel.bsp.max.queue.size=100000", "otel.blrp.max.queue.size=100000",
					"otel.metric.export.interval=400ms", "otel.instrumentation.runtime-metrics.enabled=false",
					"otel.instrumentation.micrometer.enabled=false", "otel.instrumentation.logging.enabled=false",
					"otel.register-global=false", "otel.export.shutdown-timeout=1s", "spring.main.banner-mode=off")
			.run(arguments);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
