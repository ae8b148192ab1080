// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.misconfiguration;

import java.util.ArrayList;
import java.util.List;

/**
 * The mistakes in properties that OpenTelemetry's specification does not have.
 */
final class OwnMisconfigurations {

	private static final String BACKENDS = "Backends";

	private static final List<Misconfiguration> ALL = new ArrayList<>();

	static {
		backends();
		keysOfBackends();
		optionsOfBackends();
		backendsTogether();
		rules();
		keep();
		redaction();
		baggage();
		delivery();
		transport();
		otherExporters();
	}

	private OwnMisconfigurations() {
	}

	static List<Misconfiguration> all() {
		return ALL;
	}

	private static void stops(String kind, String title, String yaml, String property, String value, String remedy) {
		ALL.add(Misconfiguration.stops(kind, title, yaml, property, value, remedy));
	}

	private static void warns(String kind, String title, String yaml, String property, String value, String remedy) {
		ALL.add(Misconfiguration.warns(kind, title, yaml, property, value, remedy));
	}

	private static void backends() {
		String kind = BACKENDS;
		stops(kind, "Misspelt", "otel.backend: honycomb", "otel.backend", "honycomb", "Did you mean 'honeycomb'?");
		stops(kind, "One that nobody knows", "otel.backend: [jaeger, splunk]", "otel.backend", "jaeger,splunk",
				"set otel.exporter.otlp.endpoint");
		stops(kind, "By its company", "otel.backend: grafana", "otel.backend", "grafana",
				"Did you mean 'grafana-cloud'?");
		stops(kind, "No backend by that name", "otel.backend: none", "otel.backend", "none", "otel.traces.exporter");
	}

	private static void keysOfBackends() {
		String kind = BACKENDS;
		stops(kind, "Without its key", "otel.backend: honeycomb", "otel.backend", "honeycomb",
				"Set otel.backends.honeycomb.api-key, or the environment variable HONEYCOMB_API_KEY.");
		stops(kind, "With the key of another", """
				otel:
				  backend: honeycomb
				  backends.new-relic.api-key: planted-secret
				""", "otel.backend", "honeycomb", "Set otel.backends.honeycomb.api-key");
		stops(kind, "With a key that is another backend's", """
				otel:
				  backend: honeycomb
				  backends.honeycomb.api-key: glc_planted-secret
				""", "otel.backends.honeycomb.api-key", "******", "grafana-cloud");
		stops(kind, "With a key of the wrong kind", """
				otel:
				  backend: new-relic
				  backends.new-relic.api-key: NRAK-planted-secret
				""", "otel.backends.new-relic.api-key", "******", "license key");
		stops(kind, "With an empty key", """
				otel:
				  backend: honeycomb
				  backends.honeycomb.api-key: ''
				""", "otel.backend", "honeycomb", "Set otel.backends.honeycomb.api-key");
		stops(kind, "With a key that HTTP cannot carry", """
				otel:
				  backend: honeycomb
				  backends.honeycomb.api-key: "planted-secret\\u00e9"
				""", "otel.backends.honeycomb.api-key", "******", "otel.backends.honeycomb.api-key");
	}

	private static void optionsOfBackends() {
		String kind = BACKENDS;
		stops(kind, "In a region that it has not", """
				otel:
				  backend: new-relic
				  backends.new-relic: {api-key: planted-secret, region: europe}
				""", "otel.backends.new-relic.region", "europe", "us, eu, jp, gov");
		stops(kind, "An address for the region", """
				otel:
				  backend: grafana-cloud
				  backends.grafana-cloud:
				    instance-id: 123456
				    api-key: planted-secret
				    region: https://otlp-gateway-prod-eu-west-2.grafana.net/otlp
				""", "otel.backends.grafana-cloud.region", "https://otlp-gateway-prod-eu-west-2.grafana.net/otlp",
				"otel.backends.grafana-cloud.endpoint");
		stops(kind, "At a site that it has not", """
				otel:
				  backend: datadog
				  backends.datadog: {api-key: planted-secret, site: datadog.eu}
				""", "otel.backends.datadog.site", "datadog.eu", "Did you mean 'datadoghq.eu'?");
		stops(kind, "Directly, without the key", """
				otel:
				  backend: datadog
				  backends.datadog.mode: direct
				""", "otel.backend", "datadog", "Set otel.backends.datadog.api-key");
		stops(kind, "By a protocol that it does not speak", """
				otel:
				  backend: loki
				  backends.loki.protocol: grpc
				""", "otel.backends.loki.protocol", "grpc", "http/protobuf");
		stops(kind, "At an address without a scheme", """
				otel:
				  backend: jaeger
				  backends.jaeger.endpoint: jaeger:4318
				""", "otel.backends.jaeger.endpoint", "jaeger:4318",
				"Set otel.backends.jaeger.endpoint to: http://jaeger:4318.");
		stops(kind, "Without its library", """
				otel:
				  backend: aws
				""", "otel.backend", "aws", "io.opentelemetry.contrib:opentelemetry-aws");
		warns(kind, "With an option that it has not", """
				otel:
				  backend: jaeger
				  backends.jaeger.api-key: planted-secret
				""", "otel.backends.jaeger.api-key", "******", "otel.backends");
		warns(kind, "In the plural", "otel.backends: jaeger", "otel.backends", "jaeger", "otel.backend");
	}

	private static void backendsTogether() {
		String kind = "Several backends";
		warns(kind, "Options without a backend", "otel.backends.zipkin.endpoint: http://zipkin:9411",
				"otel.backends.zipkin.endpoint", "http://zipkin:9411", "Set otel.backend to zipkin");
		warns(kind, "Two at one address", "otel.backend: [collector, jaeger]", "otel.backend", "collector,jaeger",
				"otel.backends.jaeger.endpoint");
		warns(kind, "An address for all that is for none", """
				otel:
				  backend: jaeger
				  exporter.otlp.endpoint: http://jaeger:4318
				""", "otel.exporter.otlp.endpoint", "http://jaeger:4318", "otel.backends.<name>.*");
		warns(kind, "An exporter that wins over the backend", """
				otel:
				  backend: [jaeger, loki]
				  logs.exporter: console
				""", "otel.logs.exporter", "console", "Add loki to otel.logs.exporter");
	}

	private static void rules() {
		String kind = "Rules of sampling";
		String rules = "otel.traces.sampling.rules";
		String first = rules + "[0].";
		stops(kind, "Without a ratio", rules + ": [{path: /orders/**}]", first + "path", "/orders/**", "0 to 1");
		stops(kind, "With a percentage", rules + ": [{path: /orders/**, ratio: 10%}]", first + "ratio", "10%", "0.1");
		stops(kind, "With a ratio above one", rules + ": [{path: /orders/**, ratio: 10}]", first + "ratio", "10",
				"0.1");
		stops(kind, "With a key that there is not", rules + ": [{url: /orders/**, ratio: 0.1}]", first + "url",
				"/orders/**", "path, method, kind");
		stops(kind, "With a URL", rules + ": [{path: 'http://shop.example/orders', ratio: 0.1}]", first + "path",
				"http://shop.example/orders", "/orders/{id}");
		stops(kind, "With a pattern that is none", rules + ": [{path: '/orders/{', ratio: 0.1}]", first + "path",
				"/orders/{", "/orders/{id}");
		stops(kind, "With a method that is none", rules + ": [{method: FETCH, ratio: 0.1}]", first + "method", "FETCH",
				"known-methods");
		stops(kind, "With a kind that is none", rules + ": [{kind: http, ratio: 0.1}]", first + "kind", "http",
				"server");
		stops(kind, "With the name of a request's span",
				rules + ": [{path: /orders/**, span-name: GET /orders, ratio: 0.1}]", first + "span-name",
				"GET /orders", "path and method suffice");
		stops(kind, "With an attribute that comes later",
				rules + ": [{attribute: {'[http.response.status_code]': 500}, ratio: 1}]",
				first + "attribute[http.response.status_code]", "500", "otel.traces.keep.errors");
		stops(kind, "That never decide", rules + ": [{path: /**, ratio: 0.1}, {path: /orders/**, ratio: 1}]",
				rules + "[1].ratio", "1", "Put it before that one");
		stops(kind, "As a map", rules + ": {path: /orders/**, ratio: 0.1}", rules + ".path", "/orders/**", "list");
		stops(kind, "In the singular", "otel.traces.sampling.rule: [{path: /orders/**, ratio: 0.1}]",
				"otel.traces.sampling.rule[0].path", "/orders/**", "otel.traces.sampling.rules");
	}

	private static void keep() {
		String kind = "Traces that are kept";
		stops(kind, "When they took no time", "otel.traces.keep.slower-than: 0s", "otel.traces.keep.slower-than", "0s",
				"such as 2s");
		stops(kind, "When they were slow, in words", "otel.traces.keep.slower-than: 2 seconds",
				"otel.traces.keep.slower-than", "2 seconds", "Set otel.traces.keep.slower-than to: 2s.");
		stops(kind, "Perhaps", "otel.traces.keep.errors: sometimes", "otel.traces.keep.errors", "sometimes",
				"true, false");
		stops(kind, "Without room", "otel.traces.keep: {errors: true, max-spans: 0}", "otel.traces.keep.max-spans", "0",
				"such as 10000");
		warns(kind, "In the singular", "otel.traces.keep.error: true", "otel.traces.keep.error", "true",
				"Did you mean otel.traces.keep.errors?");
		warns(kind, "Room for nothing", "otel.traces.keep.max-spans: 500", "otel.traces.keep.max-spans", "500",
				"otel.traces.keep.errors");
	}

	private static void redaction() {
		String kind = "Redaction";
		stops(kind, "A regular expression", "otel.redaction.attributes: 'customer\\.(email|phone)'",
				"otel.redaction.attributes", "customer\\.(email|phone)", "an asterisk stands for any characters");
		stops(kind, "A regular expression that is broken", "otel.redaction.headers: ['x-[']", "otel.redaction.headers",
				"x-[", "an asterisk stands for any characters");
		stops(kind, "Everything", "otel.redaction.query-parameters: '*'", "otel.redaction.query-parameters", "*",
				"such as *token*");
		stops(kind, "A parameter with its value", "otel.redaction.query-parameters: 'token=abc'",
				"otel.redaction.query-parameters", "token=******", "such as *token*");
		stops(kind, "Messages of some exceptions", "otel.redaction.exception-messages: some",
				"otel.redaction.exception-messages", "some", "none, database, all");
		warns(kind, "In the singular", "otel.redaction.header: x-token", "otel.redaction.header", "x-token",
				"Did you mean otel.redaction.headers?");
	}

	private static void baggage() {
		String kind = "Baggage";
		stops(kind, "A key that cannot be", "otel.baggage.span-attributes: [tenant.id, 'tenant id']",
				"otel.baggage.span-attributes[1]", "tenant id", "such as tenant.id");
		stops(kind, "An entry with its value", "otel.baggage.log-attributes: tenant.id=7",
				"otel.baggage.log-attributes", "tenant.id=7", "such as tenant.id");
		warns(kind, "By another name", "otel.baggage.attributes: tenant.id", "otel.baggage.attributes", "tenant.id",
				"otel.baggage");
	}

	private static void delivery() {
		String kind = "Delivery";
		stops(kind, "A spool below a file", "otel.export.spool.directory: pom.xml/spool", "otel.export.spool.directory",
				"pom.xml/spool", "directory");
		stops(kind, "A spool that is a file", "otel.export.spool.directory: pom.xml", "otel.export.spool.directory",
				"pom.xml", "directory");
		stops(kind, "A spool of nothing", "otel.export.spool: {directory: target/spool, max-size: 0}",
				"otel.export.spool.max-size", "0", "256MB");
		stops(kind, "A size in words", "otel.export.buffer.max-memory: 16 megabytes", "otel.export.buffer.max-memory",
				"16 megabytes", "16MB");
		stops(kind, "A size without a unit", "otel.export.buffer.max-memory: 16", "otel.export.buffer.max-memory", "16",
				"16MB");
		warns(kind, "A size without a spool", "otel.export.spool.max-size: 1GB", "otel.export.spool.max-size", "1GB",
				"otel.export.spool.directory");
	}

	private static void transport() {
		String kind = "Transport";
		stops(kind, "An SSL bundle that is not there", "otel.exporter.otlp.ssl.bundle: collector",
				"otel.exporter.otlp.ssl.bundle", "collector", "spring.ssl.bundle");
		stops(kind, "An SSL bundle for Zipkin that is not there", """
				otel:
				  traces.exporter: zipkin
				  exporter.zipkin: {endpoint: 'https://zipkin:9411/api/v2/spans', ssl.bundle: zipkin}
				""", "otel.exporter.zipkin.ssl.bundle", "zipkin", "spring.ssl.bundle");
		stops(kind, "A certificate for Zipkin without its key", """
				otel:
				  traces.exporter: zipkin
				  exporter.zipkin.client.certificate: src/test/resources/certificate.pem
				""", "otel.exporter.zipkin.client.certificate", "src/test/resources/certificate.pem",
				"Set otel.exporter.zipkin.client.key");
		stops(kind, "An SSL bundle for Zipkin beside a file", """
				otel:
				  traces.exporter: zipkin
				  exporter.zipkin:
				    endpoint: https://zipkin:9411/api/v2/spans
				    ssl.bundle: zipkin
				    certificate: src/test/resources/certificate.pem
				""", "otel.exporter.zipkin.ssl.bundle", "zipkin", "otel.exporter.zipkin.certificate");
		stops(kind, "An SSL bundle of a backend that is not there", """
				otel:
				  backend: jaeger
				  backends.jaeger: {endpoint: 'https://jaeger:4318', ssl.bundle: jaeger}
				""", "otel.backends.jaeger.ssl.bundle", "jaeger", "spring.ssl.bundle");
		stops(kind, "gRPC to a path", """
				otel.exporter.otlp:
				  protocol: grpc
				  endpoint: http://collector:4317/v1/traces
				""", "otel.exporter.otlp.endpoint", "http://collector:4317/v1/traces",
				"Set otel.exporter.otlp.endpoint to: http://collector:4317.");
		stops(kind, "gRPC of one signal to a path", """
				otel.exporter.otlp:
				  protocol: grpc
				  logs.endpoint: https://collector.example/v1/logs
				""", "otel.exporter.otlp.logs.endpoint", "https://collector.example/v1/logs",
				"Set otel.exporter.otlp.logs.endpoint to: https://collector.example.");
		stops(kind, "gRPC of a backend to a path", """
				otel:
				  backend: jaeger
				  backends.jaeger: {protocol: grpc, endpoint: 'http://jaeger:4317/v1/traces'}
				""", "otel.backends.jaeger.endpoint", "http://jaeger:4317/v1/traces",
				"Set otel.backends.jaeger.endpoint to: http://jaeger:4317.");
		stops(kind, "An unknown library for gRPC", "otel.exporter.otlp.grpc.transport: netty",
				"otel.exporter.otlp.grpc.transport", "netty", "okhttp, grpc-java");
		stops(kind, "A file for a header that is not there",
				"otel.exporter.otlp.file.headers: {authorization: /run/secrets/none}",
				"otel.exporter.otlp.file.headers", "******", "Correct the path");
		stops(kind, "A proxy without a port", "otel.exporter.otlp.proxy: proxy", "otel.exporter.otlp.proxy", "proxy",
				"http://proxy");
		stops(kind, "A proxy by SOCKS", "otel.exporter.otlp.proxy: socks5://proxy:1080", "otel.exporter.otlp.proxy",
				"socks5://proxy:1080", "http://proxy:1080");
	}

	private static void otherExporters() {
		String kind = "Other exporters";
		stops(kind, "Prometheus at a port that cannot be", """
				otel.metrics.exporter: prometheus
				otel.exporter.prometheus.port: 94640
				""", "otel.exporter.prometheus.port", "94640", "65535");
		stops(kind, "Prometheus at a host that is none", """
				otel.metrics.exporter: prometheus
				otel.exporter.prometheus.host: no such host
				""", "otel.exporter.prometheus.host", "no such host", "otel.exporter.prometheus.host");
		stops(kind, "Files without a directory", "otel.logs.exporter: otlp_file", "otel.logs.exporter", "otlp_file",
				"Set otel.exporter.otlp.file.directory");
		stops(kind, "Files below a file", """
				otel.logs.exporter: otlp_file
				otel.exporter.otlp.file.directory: pom.xml/logs
				""", "otel.exporter.otlp.file.directory", "pom.xml/logs", "directory");
		stops(kind, "A format of headers without its library", "otel.propagators: xray", "otel.propagators", "xray",
				"io.opentelemetry.contrib:opentelemetry-aws-xray-propagator");
	}

}
