// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The catalogue of the specified properties and of our switches, one row each. The
 * configuration metadata that development tools read is compared with it by a test, so
 * that the two cannot drift apart.
 */
final class PropertyCatalogue {

	private static final Map<String, List<String>> EXPORTERS = Map.of("traces",
			List.of("otlp", "console", "zipkin", "otlp/stdout", "otlp_file", "none"), "metrics",
			List.of("otlp", "console", "prometheus", "otlp/stdout", "otlp_file", "none"), "logs",
			List.of("otlp", "console", "otlp/stdout", "otlp_file", "none"));

	private static final List<String> SIGNALS = List.of("traces", "metrics", "logs");

	private static final List<SpecifiedProperty> ROWS = new ArrayList<>();

	static {
		sdk();
		traces();
		limits();
		batching();
		exporters();
		otlp("", "of all signals");
		SIGNALS.forEach((signal) -> otlp(signal + ".", "of " + signal));
		otherExporters();
		ROWS.addAll(BackendProperties.all());
		metrics();
		resources();
		switches();
		notSupported();
	}

	private PropertyCatalogue() {
	}

	static List<SpecifiedProperty> rows() {
		return ROWS;
	}

	private static void sdk() {
		add("otel.sdk.disabled", PropertyType.BOOLEAN, "false",
				"Whether everything is turned off, propagation included.");
		closed("otel.log.level", PropertyType.STRING, null, List.of("error", "warn", "info", "debug", "trace", "off"),
				"Level of the SDK's own log lines.");
		open("otel.propagators", PropertyType.LIST, "tracecontext,baggage",
				List.of("tracecontext", "baggage", "b3", "b3multi", "jaeger", "xray", "ottrace", "none"),
				"Formats in which the context travels.");
	}

	private static void traces() {
		open("otel.traces.sampler", PropertyType.STRING, "parentbased_always_on", List.of("always_on", "always_off",
				"traceidratio", "parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio"),
				"Sampler that decides which traces are recorded.");
		add("otel.traces.sampler.arg", PropertyType.STRING, null,
				"Argument of the sampler, such as the ratio between 0 and 1.");
		closed("otel.traces.processor", PropertyType.STRING, "batch", List.of("batch", "simple"),
				"Whether spans are exported in batches or each at once.");
		closed("otel.logs.processor", PropertyType.STRING, "batch", List.of("batch", "simple"),
				"Whether log records are exported in batches or each at once.");
	}

	private static void limits() {
		String[][] limits = {
				{ "otel.attribute.value.length.limit", "16384", "Longest attribute value, in characters." },
				{ "otel.attribute.count.limit", "128", "Most attributes of one span, event, link or log record." },
				{ "otel.span.attribute.value.length.limit", "16384", "Longest attribute value of a span." },
				{ "otel.span.attribute.count.limit", "128", "Most attributes of one span." },
				{ "otel.span.event.count.limit", "128", "Most events of one span." },
				{ "otel.span.link.count.limit", "128", "Most links of one span." },
				{ "otel.event.attribute.count.limit", "128", "Most attributes of one span event." },
				{ "otel.link.attribute.count.limit", "128", "Most attributes of one span link." },
				{ "otel.logrecord.attribute.value.length.limit", "16384", "Longest attribute value of a log record." },
				{ "otel.logrecord.attribute.count.limit", "128", "Most attributes of one log record." },
				{ "otel.logrecord.body.length.limit", "65536", "Longest body of a log record, in characters." } };
		for (String[] limit : limits) {
			add(limit[0], PropertyType.INTEGER, limit[1], limit[2]);
		}
	}

	private static void batching() {
		batch("otel.bsp.", "spans", "5s");
		batch("otel.blrp.", "log records", "1s");
	}

	private static void batch(String prefix, String items, String delay) {
		add(prefix + "schedule.delay", PropertyType.DURATION, delay, "Longest wait of " + items + " for a batch.");
		add(prefix + "export.timeout", PropertyType.DURATION, "30s", "Longest export of one batch of " + items + ".");
		add(prefix + "max.queue.size", PropertyType.COUNT, "2048", "Most " + items + " that wait for export.");
		add(prefix + "max.export.batch.size", PropertyType.COUNT, "512", "Most " + items + " of one batch.");
	}

	private static void exporters() {
		for (String signal : SIGNALS) {
			open("otel." + signal + ".exporter", PropertyType.LIST, "otlp", EXPORTERS.getOrDefault(signal, List.of()),
					"Exporters that receive the " + signal + ".");
		}
	}

	private static void otherExporters() {
		add("otel.exporter.zipkin.endpoint", PropertyType.URL, "http://localhost:9411/api/v2/spans",
				"Address of the Zipkin server.");
		add("otel.exporter.zipkin.timeout", PropertyType.DURATION, "10s",
				"Longest wait for an answer of the Zipkin server.");
		add("otel.exporter.zipkin.headers", PropertyType.MAP, null, "Headers of the requests to Zipkin.");
		add("otel.exporter.zipkin.file.headers", PropertyType.MAP, null,
				"Files that hold the values of headers of the requests to Zipkin.");
		add("otel.exporter.zipkin.certificate", PropertyType.FILE, null,
				"File with the certificates, in PEM form, that are trusted for the Zipkin server.");
		add("otel.exporter.zipkin.client.key", PropertyType.FILE, null,
				"File with the client's private key, in PEM form, for the Zipkin server.");
		add("otel.exporter.zipkin.client.certificate", PropertyType.FILE, null,
				"File with the client's certificate, in PEM form, for the Zipkin server.");
		add("otel.exporter.zipkin.ssl.bundle", PropertyType.STRING, null,
				"Name of the Spring SSL bundle for the Zipkin server.");
		add("otel.exporter.zipkin.proxy", PropertyType.URL, null, "Proxy for the requests to Zipkin.");
		add("otel.exporter.prometheus.host", PropertyType.STRING, "localhost",
				"Address at which Prometheus can fetch the metrics.");
		add("otel.exporter.prometheus.port", PropertyType.INTEGER, "9464",
				"Port at which Prometheus can fetch the metrics, 0 for any that is free.");
		add("otel.exporter.prometheus.prefix", PropertyType.STRING, null,
				"What comes before the name of each metric that Prometheus fetches.");
		add("otel.exporter.otlp.file.directory", PropertyType.STRING, null,
				"Directory of the files to which the exporter otlp_file appends lines of JSON.");
	}

	private static void otlp(String signal, String of) {
		String prefix = "otel.exporter.otlp." + signal;
		boolean all = signal.isEmpty();
		add(prefix + "endpoint", PropertyType.URL, all ? "http://localhost:4318" : null,
				"Address of the OTLP receiver " + of + ".");
		closed(prefix + "protocol", PropertyType.STRING, all ? "http/protobuf" : null, List.of("http/protobuf", "grpc"),
				"OTLP protocol " + of + ".");
		add(prefix + "insecure", PropertyType.BOOLEAN, null,
				"Whether an address without a scheme is used without TLS, for OTLP over gRPC " + of + ".");
		add(prefix + "headers", PropertyType.MAP, null, "Headers of the OTLP requests " + of + ".");
		add(prefix + "timeout", PropertyType.DURATION, all ? "10s" : null,
				"Longest wait for an answer to an OTLP request " + of + ".");
		closed(prefix + "compression", PropertyType.STRING, all ? "none" : null, List.of("gzip", "none"),
				"Compression of the OTLP requests " + of + ".");
		add(prefix + "certificate", PropertyType.FILE, null,
				"File with the certificates, in PEM form, that are trusted for the OTLP receiver " + of + ".");
		add(prefix + "client.key", PropertyType.FILE, null,
				"File with the client's private key, in PEM form, for the OTLP receiver " + of + ".");
		add(prefix + "client.certificate", PropertyType.FILE, null,
				"File with the client's certificate, in PEM form, for the OTLP receiver " + of + ".");
		add(prefix + "ssl.bundle", PropertyType.STRING, null,
				"Name of the Spring SSL bundle for the OTLP receiver " + of + ".");
		add(prefix + "file.headers", PropertyType.MAP, null,
				"Files that hold the values of headers of the OTLP requests " + of + ".");
		add(prefix + "proxy", PropertyType.URL, null, "Proxy for the OTLP requests " + of + ".");
		if (all) {
			closed("otel.exporter.otlp.grpc.transport", PropertyType.STRING, "okhttp", List.of("okhttp", "grpc-java"),
					"Library that carries OTLP over gRPC.");
		}
	}

	private static void metrics() {
		add("otel.metric.export.interval", PropertyType.INTERVAL, "60s", "Time between two exports of metrics.");
		add("otel.metric.export.timeout", PropertyType.DURATION, "30s", "Longest export of metrics.");
		closed("otel.metrics.exemplar.filter", PropertyType.STRING, "trace_based",
				List.of("always_on", "always_off", "trace_based"), "Which measurements can become exemplars.");
		closed("otel.exporter.otlp.metrics.temporality.preference", PropertyType.STRING, "cumulative",
				List.of("cumulative", "delta", "lowmemory"), "Whether sums and histograms are totals or differences.");
		closed("otel.exporter.otlp.metrics.default.histogram.aggregation", PropertyType.STRING,
				"explicit_bucket_histogram", List.of("explicit_bucket_histogram", "base2_exponential_bucket_histogram"),
				"Kind of histogram.");
		add("otel.java.metrics.cardinality.limit", PropertyType.COUNT, "2000",
				"Most attribute sets of one instrument; further ones are counted together.");
	}

	private static void resources() {
		add("otel.service.name", PropertyType.STRING, null,
				"Name of the service; the application's name where it is not set.");
		add("otel.resource.attributes", PropertyType.MAP, null, "Attributes that describe the source of telemetry.");
		add("otel.resource.disabled.keys", PropertyType.LIST, null, "Resource attributes that are left out.");
		add("otel.java.enabled.resource.providers", PropertyType.LIST, null,
				"Class names of the resource providers to use, and no others.");
		add("otel.java.disabled.resource.providers", PropertyType.LIST, null,
				"Class names of resource providers that are not used.");
	}

	private static void switches() {
		add("otel.register-global", PropertyType.BOOLEAN, "true", "Whether GlobalOpenTelemetry is served.");
		add("otel.instrumentation.common.default-enabled", PropertyType.BOOLEAN, "true",
				"Whether the instrumentations are on that have no switch of their own set.");
		String[][] instrumentations = { { "http.server", "requests that the application serves" },
				{ "http.client", "calls of RestClient, RestTemplate, WebClient and HTTP interfaces" },
				{ "grpc", "gRPC calls, served and made" }, { "annotations", "methods with annotations" },
				{ "scheduling", "@Scheduled methods" }, { "jdbc", "statements of data sources" },
				{ "r2dbc", "statements of R2DBC connection factories" },
				{ "redis", "commands that Lettuce sends to Redis" },
				{ "mongo", "commands that the drivers send to MongoDB" },
				{ "kafka", "messages that Spring for Apache Kafka sends and handles" },
				{ "rabbit", "messages that Spring AMQP sends and handles" },
				{ "jms", "messages that Spring JMS sends and handles" }, { "batch", "jobs and steps of Spring Batch" },
				{ "integration", "messages of Spring Integration" }, { "graphql", "requests of Spring for GraphQL" },
				{ "ai", "calls of Spring AI" }, { "observation", "all other observations of Micrometer" },
				{ "micrometer", "meters of Micrometer" }, { "logging", "log records of Logback and Log4j2" },
				{ "runtime-metrics", "measurements of the virtual machine" } };
		for (String[] instrumentation : instrumentations) {
			add("otel.instrumentation." + instrumentation[0] + ".enabled", PropertyType.BOOLEAN, "true",
					"Whether " + instrumentation[1] + " are recorded.");
		}
		add("otel.instrumentation.executors.enabled", PropertyType.BOOLEAN, "true",
				"Whether tasks of @Async, executors and schedulers run with the context of whoever handed them over.");
		add("otel.instrumentation.security.enabled", PropertyType.BOOLEAN, "false",
				"Whether filter chains, authentications and authorizations of Spring Security are recorded.");
	}

	private static void notSupported() {
		String files = "Configuration files are not supported yet: write the otel.* properties instead.";
		refused("otel.config.file", files);
		refused("otel.experimental.config.file", files);
		refused("otel.file_format",
				"Declarative configuration is not supported yet: write the properties by their other names, "
						+ "such as otel.exporter.otlp.endpoint.");
		unsupported("otel.entities",
				"Entities are not supported yet: write their attributes in " + "otel.resource.attributes.");
		unsupported("otel.exporter.zipkin.protocol",
				"Reserved by the specification and without a meaning so far: remove it.");
	}

	private static void refused(String name, String description) {
		ROWS.add(new SpecifiedProperty(name, PropertyType.REFUSED, null, List.of(), false, description));
	}

	private static void unsupported(String name, String description) {
		ROWS.add(new SpecifiedProperty(name, PropertyType.UNSUPPORTED, null, List.of(), false, description));
	}

	private static void add(String name, PropertyType type, @Nullable String defaultValue, String description) {
		ROWS.add(new SpecifiedProperty(name, type, defaultValue,
				(type != PropertyType.BOOLEAN) ? List.of() : List.of("true", "false"), false, description));
	}

	private static void closed(String name, PropertyType type, @Nullable String defaultValue, List<String> values,
			String description) {
		ROWS.add(new SpecifiedProperty(name, type, defaultValue, values, false, description));
	}

	private static void open(String name, PropertyType type, @Nullable String defaultValue, List<String> values,
			String description) {
		ROWS.add(new SpecifiedProperty(name, type, defaultValue, values, true, description));
	}

}
