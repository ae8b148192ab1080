// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.web.client.RestClient;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.TelemetryFlush;
import io.otelspring.autoconfigure.config.ConfigurationFindings;
import io.otelspring.autoconfigure.config.InvalidTelemetryPropertyException;
import io.otelspring.autoconfigure.export.prometheus.PrometheusAutoConfiguration;
import io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.ReceivedMetric;
import io.otelspring.test.ReceivedRequest;
import io.otelspring.test.Reply;
import io.otelspring.test.ServerProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Each environment variable of the specification, set for an application that is started,
 * and what comes of it.
 */
class EnvironmentVariableTests {

	private static final String OTLP = "OTEL_EXPORTER_OTLP_";

	private static final String EXEMPLARS = "OTEL_METRICS_EXEMPLAR_FILTER";

	private static final List<Case> CASES = new ArrayList<>();

	private static final Duration DEFAULT = Duration.ofSeconds(20);

	// What is set takes a fraction
	private static final Duration SOON = Duration.ofSeconds(8);

	private final OtlpCollector collector = OtlpCollector.start();

	static {
		general();
		batches("OTEL_BSP_", Signal.TRACES);
		batches("OTEL_BLRP_", Signal.LOGS);
		limits();
		otlp();
		others();
	}

	private static void add(String name, String value, Effect effect, String... further) {
		Map<String, Object> variables = new HashMap<>(Map.of(name, value));
		for (int i = 0; i < further.length; i += 2) {
			variables.put(further[i], further[i + 1]);
		}
		CASES.add(new Case(name, variables, effect));
	}

	private static void refused(String name) {
		CASES.add(new Case(name, Map.of(name, "/no/such/file.pem"), null));
	}

	private static void general() {
		add("OTEL_SDK_DISABLED", "True",
				(app) -> assertThat(app.bean(OpenTelemetry.class)).isSameAs(OpenTelemetry.noop()));
		add("OTEL_ENTITIES", "host{host.id=1}", (app) -> assertThat(app.findings()).contains("otel.entities"));
		add("OTEL_RESOURCE_ATTRIBUTES", "team=shop%20one",
				(app) -> assertThat(app.sentResource()).containsEntry("team", "shop one"));
		add("OTEL_SERVICE_NAME", "shop", (app) -> assertThat(app.sentResource()).containsEntry("service.name", "shop"),
				"OTEL_RESOURCE_ATTRIBUTES", "service.name=other");
		add("OTEL_LOG_LEVEL", "DEBUG",
				(app) -> assertThat(LoggerFactory.getLogger("io.opentelemetry").isDebugEnabled()).isTrue());
		add("OTEL_PROPAGATORS", "baggage",
				(app) -> assertThat(app.bean(ContextPropagators.class).getTextMapPropagator().fields())
					.containsExactly("baggage"));
		add("OTEL_TRACES_SAMPLER", "always_off", (app) -> assertThat(app.span().isRecording()).isFalse());
		add("OTEL_TRACES_SAMPLER_ARG", "0", (app) -> assertThat(app.span().isRecording()).isFalse(),
				"OTEL_TRACES_SAMPLER", "traceidratio");
		refused("OTEL_CONFIG_FILE");
		refused("OTEL_EXPERIMENTAL_CONFIG_FILE");
	}

	private static void batches(String prefix, Signal signal) {
		add(prefix + "SCHEDULE_DELAY", "20", (app) -> {
			int rounds = (signal == Signal.TRACES) ? 4 : 20;
			int sent = 0;
			Duration took = DEFAULT;
			// A machine may be busy for once
			for (int attempt = 0; attempt < 5 && took.compareTo(SOON) >= 0; attempt++) {
				long begin = System.nanoTime();
				for (int i = 0; i < rounds; i++) {
					sent++;
					app.span().end();
					app.log();
					app.collector().awaitRequests(io.otelspring.test.Signal.valueOf(signal.name()), sent);
				}
				took = Duration.ofNanos(System.nanoTime() - begin);
			}
			assertThat(took).isLessThan(SOON);
		});
		add(prefix + "EXPORT_TIMEOUT", "80", timeout(signal, "80 ms"));
		add(prefix + "MAX_QUEUE_SIZE", "4", (app) -> {
			app.span().end();
			app.log();
			Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> app.bean(Hold.class).holds(signal));
			for (int i = 0; i < 10; i++) {
				app.span().end();
				app.log();
			}
			assertThat(app.exporter(signal).dropped()).isEqualTo(6);
			app.bean(Hold.class).end();
			Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> app.exporter(signal).exported() == 5);
		}, prefix + "SCHEDULE_DELAY", "20");
		add(prefix + "MAX_EXPORT_BATCH_SIZE", "2", (app) -> {
			for (int i = 0; i < 5; i++) {
				app.span().end();
				app.log();
			}
			app.close();
			assertThat(app.requests(signal)).hasSizeGreaterThan(1)
				.allMatch((request) -> request.items() <= 2, "at most two items");
		});
	}

	private static void limits() {
		AttributeKey<String> key = AttributeKey.stringKey("long");
		for (String name : List.of("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT")) {
			add(name, "3", (app) -> assertThat(app.data().getAttributes().get(key)).isEqualTo("abc"));
		}
		for (String name : List.of("OTEL_ATTRIBUTE_COUNT_LIMIT", "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT")) {
			add(name, "1", (app) -> assertThat(app.data().getAttributes().size()).isEqualTo(1));
		}
		add("OTEL_SPAN_EVENT_COUNT_LIMIT", "1", (app) -> assertThat(app.data().getEvents()).hasSize(1));
		add("OTEL_SPAN_LINK_COUNT_LIMIT", "1", (app) -> assertThat(app.data().getLinks()).hasSize(1));
		add("OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT", "1",
				(app) -> assertThat(app.data().getEvents().get(0).getAttributes().size()).isEqualTo(1));
		add("OTEL_LINK_ATTRIBUTE_COUNT_LIMIT", "1",
				(app) -> assertThat(app.data().getLinks().get(0).getAttributes().size()).isEqualTo(1));
		add("OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT", "3", (app) -> {
			app.log();
			app.close();
			assertThat(app.collector().awaitLog((log) -> "by hand".equals(log.body())).attribute("long"))
				.isEqualTo("abc");
		});
		add("OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT", "1", (app) -> {
			app.log();
			app.close();
			assertThat(app.collector().awaitLog((log) -> "by hand".equals(log.body())).attributes()).hasSize(1);
		});
	}

	private static void otlp() {
		otlp("", Signal.TRACES, "");
		otlp("TRACES_", Signal.TRACES, "/elsewhere");
		otlp("METRICS_", Signal.METRICS, "/elsewhere");
		otlp("LOGS_", Signal.LOGS, "/elsewhere");
		add(OTLP + "METRICS_TEMPORALITY_PREFERENCE", "DELTA",
				(app) -> assertThat(app.metric("count").temporality()).isEqualTo(ReceivedMetric.Temporality.DELTA));
		add(OTLP + "METRICS_DEFAULT_HISTOGRAM_AGGREGATION", "BASE2_EXPONENTIAL_BUCKET_HISTOGRAM",
				(app) -> assertThat(app.metric("values").type()).isEqualTo(ReceivedMetric.Type.EXPONENTIAL_HISTOGRAM));
	}

	private static void otlp(String of, Signal signal, String path) {
		String prefix = OTLP + of;
		add(prefix + "ENDPOINT", "@HTTP" + path, (app) -> {
			app.sent(signal);
			assertThat(app.collector().requests())
				.anyMatch((request) -> request.path().equals(path.isEmpty() ? "/v1/" + signal.id() : path));
		});
		Effect grpc = (app) -> assertThat(app.sent(signal))
			.anyMatch((request) -> request.protocol() == ReceivedRequest.Protocol.GRPC);
		add(prefix + "PROTOCOL", "grpc", grpc, prefix + "ENDPOINT", "@GRPC");
		add(prefix + "INSECURE", "true", grpc, prefix + "ENDPOINT", "@ADDRESS", prefix + "PROTOCOL", "grpc");
		add(prefix + "HEADERS", "x-key=a%20value",
				(app) -> assertThat(app.sent(signal)).anyMatch((request) -> "a value".equals(request.header("x-key"))));
		add(prefix + "COMPRESSION", "gzip", (app) -> assertThat(app.sent(signal))
			.anyMatch((request) -> "gzip".equals(request.header("content-encoding"))));
		add(prefix + "TIMEOUT", "60", timeout(signal, "60 ms"));
		refused(prefix + "CERTIFICATE");
		refused(prefix + "CLIENT_KEY");
		refused(prefix + "CLIENT_CERTIFICATE");
	}

	private static void others() {
		add("OTEL_EXPORTER_ZIPKIN_ENDPOINT", "@HTTP/zipkin", (app) -> {
			app.record();
			app.close();
			assertThat(app.collector().requests()).extracting(ReceivedRequest::path).contains("/zipkin");
		}, "OTEL_TRACES_EXPORTER", "zipkin");
		add("OTEL_EXPORTER_ZIPKIN_TIMEOUT", "60", timeout(Signal.TRACES, "60 ms"), "OTEL_TRACES_EXPORTER", "zipkin",
				"OTEL_EXPORTER_ZIPKIN_ENDPOINT", "@HTTP/api/v2/spans");
		add("OTEL_EXPORTER_ZIPKIN_PROTOCOL", "json",
				(app) -> assertThat(app.findings()).contains("otel.exporter.zipkin.protocol"));
		add("OTEL_EXPORTER_PROMETHEUS_HOST", "127.0.0.2", (app) -> app.scraped("http://127.0.0.2:"),
				"OTEL_METRICS_EXPORTER", "prometheus", "OTEL_EXPORTER_PROMETHEUS_PORT", "0");
		add("OTEL_EXPORTER_PROMETHEUS_PORT", "@FREE",
				(app) -> app.scraped("http://localhost:" + app.variable("OTEL_EXPORTER_PROMETHEUS_PORT") + "/"),
				"OTEL_METRICS_EXPORTER", "prometheus");
		for (Signal signal : Signal.values()) {
			add("OTEL_" + signal.name() + "_EXPORTER", "none",
					(app) -> assertThat(app.bean(ExportStatus.class).of(signal)).isEmpty());
		}
		add(EXEMPLARS, "ALWAYS_OFF", (app) -> assertThat(app.exemplars("values") + app.exemplars("alone")).isZero());
		add(EXEMPLARS, "ALWAYS_ON",
				(app) -> assertThat(List.of(app.exemplars("values"), app.exemplars("alone"))).containsExactly(1, 1));
		add(EXEMPLARS, "TRACE_BASED",
				(app) -> assertThat(List.of(app.exemplars("values"), app.exemplars("alone"))).containsExactly(1, 0));
		add("OTEL_METRIC_EXPORT_INTERVAL", "50",
				(app) -> assertThat(app.collector().awaitRequests(io.otelspring.test.Signal.METRICS, 2)).isNotEmpty());
		add("OTEL_METRIC_EXPORT_TIMEOUT", "70", timeout(Signal.METRICS, "70 ms"));
	}

	private static Effect timeout(Signal signal, String time) {
		return (app) -> {
			app.collector().respondWith(Reply.never());
			app.record();
			app.flush();
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.until(() -> app.lastError(signal).contains("no answer within " + time));
		};
	}

	static List<Case> cases() {
		return CASES;
	}

	@AfterEach
	void stop() {
		this.collector.close();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("cases")
	void variableHasItsEffect(Case tested) throws IOException {
		String name = tested.name();
		SpringApplication application = application(tested.variables());
		if (tested.effect() == null) {
			assertThatException().isThrownBy(application::run)
				.havingRootCause()
				.isInstanceOf(InvalidTelemetryPropertyException.class)
				.withMessageContaining(name.toLowerCase().replace('_', '.'))
				.withMessageContaining(name);
			return;
		}
		try (ConfigurableApplicationContext context = application.run()) {
			tested.effect().check(new Running(context, this.collector));
		}
	}

	/**
	 * The names are those of the tables of OpenTelemetry's specification: environment
	 * variables of the SDK, and those of the OTLP exporters.
	 */
	@Test
	void everySpecifiedVariableIsTested() {
		Set<String> specified = new TreeSet<>(List.of("""
				OTEL_SDK_DISABLED OTEL_ENTITIES OTEL_RESOURCE_ATTRIBUTES OTEL_SERVICE_NAME OTEL_LOG_LEVEL
				OTEL_PROPAGATORS OTEL_TRACES_SAMPLER OTEL_TRACES_SAMPLER_ARG OTEL_BSP_SCHEDULE_DELAY
				OTEL_BSP_EXPORT_TIMEOUT OTEL_BSP_MAX_QUEUE_SIZE OTEL_BSP_MAX_EXPORT_BATCH_SIZE
				OTEL_BLRP_SCHEDULE_DELAY OTEL_BLRP_EXPORT_TIMEOUT OTEL_BLRP_MAX_QUEUE_SIZE
				OTEL_BLRP_MAX_EXPORT_BATCH_SIZE OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT OTEL_ATTRIBUTE_COUNT_LIMIT
				OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT
				OTEL_SPAN_EVENT_COUNT_LIMIT OTEL_SPAN_LINK_COUNT_LIMIT OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT
				OTEL_LINK_ATTRIBUTE_COUNT_LIMIT OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT
				OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT OTEL_EXPORTER_ZIPKIN_ENDPOINT OTEL_EXPORTER_ZIPKIN_TIMEOUT
				OTEL_EXPORTER_ZIPKIN_PROTOCOL OTEL_EXPORTER_PROMETHEUS_HOST OTEL_EXPORTER_PROMETHEUS_PORT
				OTEL_TRACES_EXPORTER OTEL_METRICS_EXPORTER OTEL_LOGS_EXPORTER OTEL_METRICS_EXEMPLAR_FILTER
				OTEL_METRIC_EXPORT_INTERVAL OTEL_METRIC_EXPORT_TIMEOUT OTEL_EXPERIMENTAL_CONFIG_FILE
				OTEL_CONFIG_FILE OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE
				OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION""".split("\\s+")));
		for (String of : List.of("", "TRACES_", "METRICS_", "LOGS_")) {
			for (String setting : List.of("ENDPOINT", "INSECURE", "CERTIFICATE", "CLIENT_KEY", "CLIENT_CERTIFICATE",
					"HEADERS", "COMPRESSION", "TIMEOUT", "PROTOCOL")) {
				specified.add(OTLP + of + setting);
			}
		}
		assertThat(CASES).extracting(Case::name)
			.containsOnlyOnceElementsOf(specified.stream().filter((name) -> !name.equals(EXEMPLARS)).toList())
			.isSubsetOf(specified)
			.contains(EXEMPLARS);
	}

	private SpringApplication application(Map<String, Object> variables) throws IOException {
		String free = String.valueOf(ServerProcess.freePort());
		Function<Object, Object> addresses = (value) -> value.toString()
			.replace("@HTTP", this.collector.httpEndpoint())
			.replace("@GRPC", this.collector.grpcEndpoint())
			.replace("@ADDRESS", this.collector.grpcEndpoint().replace("http://", ""))
			.replace("@FREE", free);
		Map<String, Object> resolved = new HashMap<>();
		variables.forEach((name, value) -> resolved.put(name, addresses.apply(value)));
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, resolved));
		// The last flush is waited for, unless it hangs
		boolean hangs = variables.keySet().stream().anyMatch((name) -> name.endsWith("_TIMEOUT"));
		environment.getPropertySources()
			.addLast(new MapPropertySource("defaults",
					Map.of("otel.exporter.otlp.endpoint", this.collector.httpEndpoint(), "otel.log.level", "warn",
							"otel.export.shutdown-timeout", hangs ? "100ms" : "1m")));
		SpringApplication application = variables.keySet().stream().anyMatch((name) -> name.endsWith("MAX_QUEUE_SIZE"))
				? new SpringApplication(Application.class, Hold.class) : new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setEnvironment(environment);
		application.setRegisterShutdownHook(false);
		return application;
	}

	@FunctionalInterface
	interface Effect {

		void check(Running application);

	}

	record Case(String name, Map<String, Object> variables, Effect effect) {

		@Override
		public String toString() {
			return this.name + "=" + this.variables.get(this.name);
		}

	}

	record Running(ConfigurableApplicationContext context, OtlpCollector collector) {

		<T> T bean(Class<T> type) {
			return this.context.getBean(type);
		}

		String variable(String name) {
			return this.context.getEnvironment().getRequiredProperty(name);
		}

		Map<String, Object> sentResource() {
			record();
			close();
			return this.collector.spans().get(0).resource();
		}

		String findings() {
			return bean(ConfigurationFindings.class).findings().stream().map(Finding::what).toList().toString();
		}

		ExporterStatus exporter(Signal signal) {
			return bean(ExportStatus.class).of(signal).get(0);
		}

		// Those of all exports: an exemplar is in one of them only
		int exemplars(String metric) {
			if (this.context.isActive()) {
				bean(Meter.class).histogramBuilder("alone").build().record(1);
				metric(metric);
			}
			return this.collector.metrics()
				.stream()
				.filter((received) -> received.name().equals(metric))
				.flatMap((received) -> received.points().stream())
				.mapToInt((point) -> point.exemplars().size())
				.sum();
		}

		Span span() {
			return bean(Tracer.class).spanBuilder("span").startSpan();
		}

		SpanData data() {
			Attributes two = Attributes.builder().put("long", "abcdef").put("other", "x").build();
			SpanContext linked = SpanContext.create("1".repeat(32), "1".repeat(16), TraceFlags.getSampled(),
					TraceState.getDefault());
			Span span = bean(Tracer.class).spanBuilder("span").addLink(linked, two).addLink(linked, two).startSpan();
			span.setAllAttributes(two).addEvent("one", two).addEvent("two", two).end();
			return ((ReadableSpan) span).toSpanData();
		}

		void log() {
			bean(SdkLoggerProvider.class).get("by-hand")
				.logRecordBuilder()
				.setBody("by hand")
				.setAttribute(AttributeKey.stringKey("long"), "abcdef")
				.setAttribute(AttributeKey.stringKey("other"), "x")
				.emit();
		}

		ReceivedMetric metric(String name) {
			record();
			close();
			return this.collector.awaitMetric(name);
		}

		private void record() {
			Meter meter = bean(Meter.class);
			try (Scope scope = span().makeCurrent()) {
				meter.counterBuilder("count").build().add(1);
				meter.histogramBuilder("values").build().record(1);
			}
			span().end();
			log();
		}

		List<ReceivedRequest> sent(Signal signal) {
			record();
			close();
			return requests(signal);
		}

		List<ReceivedRequest> requests(Signal signal) {
			return new ArrayList<>(this.collector.requests(io.otelspring.test.Signal.valueOf(signal.name())));
		}

		void flush() {
			bean(TelemetryFlush.class).flush(Duration.ofMillis(1));
		}

		String lastError(Signal signal) {
			return String.valueOf(exporter(signal).lastError());
		}

		void scraped(String address) {
			record();
			String endpoint = exporter(Signal.METRICS).endpoint();
			assertThat(endpoint).startsWith(address);
			assertThat(RestClient.create(endpoint).get().retrieve().body(String.class)).contains("count_total");
		}

		void close() {
			this.context.close();
		}

	}

	@SpringBootConfiguration
	@ImportAutoConfiguration({ OtelSdkAutoConfiguration.class, PrometheusAutoConfiguration.class })
	static class Application {

	}

	/**
	 * Holds up the export, so that the queue before it fills.
	 */
	static class Hold implements ExportListener {

		private final Set<Signal> holding = ConcurrentHashMap.newKeySet();

		private final CountDownLatch gate = new CountDownLatch(1);

		boolean holds(Signal signal) {
			return this.holding.contains(signal);
		}

		void end() {
			this.gate.countDown();
		}

		@Override
		public void spans(Collection<SpanData> spans) {
			hold(Signal.TRACES);
		}

		@Override
		public void logs(Collection<LogRecordData> records) {
			hold(Signal.LOGS);
		}

		private void hold(Signal signal) {
			this.holding.add(signal);
			try {
				this.gate.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
