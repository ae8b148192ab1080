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
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.trace.Tracer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
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
import io.otelspring.autoconfigure.export.transport.TestCertificate;
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

	private static final Duration LOAD = Duration.ofMillis(200);

	private static final List<Trouble> PLAIN = Stream.of(Fault.values())
		.filter((fault) -> fault != Fault.BREAKING_TLS)
		.map(Trouble::of)
		.toList();

	private static final Trouble UNTRUSTED = new Trouble("untrusted certificate", null);

	private static final List<Trouble> SECURE = List.of(UNTRUSTED, Trouble.of(Fault.BREAKING_TLS));

	private static final TestCertificate CERTIFICATE = TestCertificate.of("collector");

	private static final TestCertificate STRANGER = TestCertificate.of("stranger");

	@TempDir
	private static Path directory;

	@Test
	void everythingIsReceivedOrCountedAsLost() throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(2);
		try {
			Future<List<Line>> http = executor.submit(account("http/protobuf"));
			Future<List<Line>> grpc = executor.submit(account("grpc"));
			List<Line> lines = new ArrayList<>(http.get(10, TimeUnit.MINUTES));
			lines.addAll(grpc.get(10, TimeUnit.MINUTES));
			write(lines);
			assertThat(lines).hasSize((PLAIN.size() + SECURE.size()) * 6).allSatisfy(Line::check);
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static Callable<List<Line>> account(String protocol) {
		return () -> {
			List<Line> lines = new ArrayList<>();
			try (FaultCollector collector = FaultCollector.start();
					ConfigurableApplicationContext context = run(protocol, collector)) {
				collector.slowness(Duration.ofMillis(100));
				for (Trouble trouble : PLAIN) {
					lines.addAll(account(protocol, trouble, collector, context));
				}
			}
			Path trusted = Files.writeString(directory.resolve(protocol.substring(0, 4) + ".pem"),
					CERTIFICATE.pemCertificate());
			try (FaultCollector collector = FaultCollector.start()) {
				collector.useTls(CERTIFICATE.server(null), false);
				try (ConfigurableApplicationContext context = run(protocol, collector,
						"--otel.exporter.otlp.certificate=" + trusted)) {
					for (Trouble trouble : SECURE) {
						lines.addAll(account(protocol, trouble, collector, context));
					}
				}
			}
			return lines;
		};
	}

	private static List<Line> account(String protocol, Trouble fault, FaultCollector collector,
			ConfigurableApplicationContext context) throws InterruptedException {
		List<ExporterStatus> exporters = context.getBean(ExportStatus.class).all();
		context.getBean(Sdk.class).flush(Duration.ofMinutes(1));
		collector.received().reset();
		Map<Signal, Line> before = new EnumMap<>(Signal.class);
		exporters.forEach((status) -> before.put(status.signal(), line(protocol, fault, status, collector)));
		fault.begin(collector);
		long made = load(fault, context);
		context.getBean(Sdk.class).flush(Duration.ofMillis(500));
		fault.end(collector);
		made += load(fault, context);
		Awaitility.await(fault + " by " + protocol).atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
			context.getBean(Sdk.class).flush(Duration.ofSeconds(1));
			assertThat(exporters).extracting(ExporterStatus::queued).containsOnly(0L);
		});
		List<Line> lines = new ArrayList<>();
		for (ExporterStatus status : exporters) {
			Line line = line(protocol, fault, status, collector).minus(before.get(status.signal()));
			Set<String> unique = unique(status.signal(), fault, collector.received());
			lines.add((status.signal() == Signal.METRICS) ? line : line.with(made, unique.size()));
		}
		return lines;
	}

	private static long load(Trouble fault, ConfigurableApplicationContext context) throws InterruptedException {
		Tracer tracer = context.getBean(Tracer.class);
		OpenTelemetry telemetry = context.getBean(OpenTelemetry.class);
		Logger logger = telemetry.getLogsBridge().get("load");
		LongCounter counter = telemetry.getMeter("load").counterBuilder("load").build();
		long end = System.nanoTime() + LOAD.toNanos();
		long made = 0;
		while (System.nanoTime() - end < 0) {
			String name = fault + " " + System.nanoTime();
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

	private static Line line(String protocol, Trouble fault, ExporterStatus status, FaultCollector collector) {
		io.otelspring.test.Signal signal = io.otelspring.test.Signal.valueOf(status.signal().name());
		long made = status.exported() + status.failed() + status.dropped();
		return new Line(fault, protocol, status.signal(), made, collector.taken(signal), status.exported(),
				status.failed(), status.dropped(), -1, collector.rejected(signal), collector.unacknowledged(signal));
	}

	private static void write(List<Line> lines) throws IOException {
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
		String endpoint = protocol.equals("grpc") ? collector.grpcEndpoint() : collector.httpEndpoint();
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("otel.exporter.otlp.endpoint=" + endpoint, "otel.exporter.otlp.protocol=" + protocol,
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

	/**
	 * What is wrong with a collector.
	 */
	record Trouble(String name, @Nullable Fault fault) {

		static Trouble of(Fault fault) {
			return new Trouble(fault.name().toLowerCase(Locale.ROOT).replace('_', ' '), fault);
		}

		boolean is(Fault fault) {
			return this.fault == fault;
		}

		void begin(FaultCollector collector) {
			if (this.fault != null) {
				collector.fail(this.fault);
			}
			else {
				collector.useTls(STRANGER.server(null), false);
				collector.dropConnections();
			}
		}

		void end(FaultCollector collector) {
			if (this.fault != null) {
				collector.recover();
			}
			else {
				collector.useTls(CERTIFICATE.server(null), false);
			}
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

	/**
	 * The account of one signal.
	 */
	record Line(Trouble fault, String protocol, Signal signal, long made, long taken, long exported, long failed,
			long dropped, long unique, long rejected, long unacknowledged) {

		Line minus(Line before) {
			return new Line(this.fault, this.protocol, this.signal, this.made - before.made, this.taken - before.taken,
					this.exported - before.exported, this.failed - before.failed, this.dropped - before.dropped, -1,
					this.rejected - before.rejected, this.unacknowledged - before.unacknowledged);
		}

		Line with(long made, long unique) {
			return new Line(this.fault, this.protocol, this.signal, made, this.taken, this.exported, this.failed,
					this.dropped, unique, this.rejected, this.unacknowledged);
		}

		private long again() {
			return this.taken - ((this.unique >= 0) ? this.unique : this.exported + this.rejected);
		}

		void check() {
			assertThat(this.made).as(row()).isPositive().isEqualTo(this.exported + this.failed + this.dropped);
			assertThat(again()).as(row()).isBetween(0L, this.unacknowledged);
			if (this.unique >= 0) {
				assertThat(this.unique).as(row()).isEqualTo(this.exported + this.rejected);
			}
			if (this.fault.is(Fault.BAD_REQUEST)) {
				// Whether metrics are collected meanwhile is left to the reader
				assertThat(this.failed > 0 || this.signal == Signal.METRICS).as(row()).isTrue();
			}
			else {
				assertThat(this.failed).as(row()).isEqualTo(this.rejected);
			}
			if (!this.fault.is(Fault.REJECTING_ONE)) {
				assertThat(this.rejected).as(row()).isZero();
			}
			assertThat(this.dropped).as(row()).isZero();
		}

		String row() {
			return "| " + this.fault + " | " + this.protocol + " | " + this.signal.id() + " | " + this.made + " | "
					+ this.exported + " | " + this.failed + " | " + this.dropped + " | " + (this.taken - again())
					+ " | " + again() + " | " + this.unacknowledged + " |\n";
		}

	}

}
