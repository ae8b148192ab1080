// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.misconfiguration;

import java.util.ArrayList;
import java.util.List;

/**
 * The mistakes.
 */
final class Misconfigurations {

	private static final List<Misconfiguration> ALL = new ArrayList<>();

	static {
		names();
		placement();
		variables();
		addresses();
		protocols();
		numbers();
		booleans();
		exporters();
		sampling();
		propagation();
		maps();
		files();
		http();
		notHere();
		ALL.addAll(OwnMisconfigurations.all());
	}

	private Misconfigurations() {
	}

	static List<Misconfiguration> all() {
		return ALL;
	}

	private static void add(Misconfiguration mistake) {
		ALL.add(mistake);
	}

	private static void names() {
		String kind = "Names";
		add(Misconfiguration.warns(kind, "Letters swapped", "otel.exporter.otlp.endpiont: http://collector:4318",
				"otel.exporter.otlp.endpiont", "http://collector:4318", "Did you mean otel.exporter.otlp.endpoint?"));
		add(Misconfiguration.warns(kind, "In camel case", "otel.serviceName: shop", "otel.serviceName", "shop",
				"Did you mean otel.service.name?"));
		add(Misconfiguration.warns(kind, "With an underscore", "otel.service_name: shop", "otel.service_name", "shop",
				"Did you mean otel.service.name?"));
		add(Misconfiguration.warns(kind, "Singular", "otel.trace.exporter: none", "otel.trace.exporter", "none",
				"Did you mean otel.traces.exporter?"));
		add(Misconfiguration.warns(kind, "Plural", "otel.metrics.export.interval: 10s", "otel.metrics.export.interval",
				"10s", "Did you mean otel.metric.export.interval?"));
		add(Misconfiguration.warns(kind, "A level too many", "otel.exporter.otlp.http.endpoint: http://collector:4318",
				"otel.exporter.otlp.http.endpoint", "http://collector:4318",
				"Did you mean otel.exporter.otlp.endpoint?"));
		add(Misconfiguration.warns(kind, "A level too few", "otel.exporter.endpoint: http://collector:4318",
				"otel.exporter.endpoint", "http://collector:4318", "Did you mean otel.exporter.otlp.endpoint?"));
		add(Misconfiguration.warns(kind, "URL for endpoint",
				"otel.exporter.otlp.traces.url: http://collector:4318/v1/traces", "otel.exporter.otlp.traces.url",
				"http://collector:4318/v1/traces", "Did you mean otel.exporter.otlp.traces.endpoint?"));
		add(Misconfiguration.warns(kind, "A ratio by a name of its own", "otel.traces.sampler.ratio: 0.1",
				"otel.traces.sampler.ratio", "0.1", "Did you mean otel.traces.sampler.arg?"));
		add(Misconfiguration.warns(kind, "Enabled for disabled", "otel.sdk.enabled: false", "otel.sdk.enabled", "false",
				"Did you mean otel.sdk.disabled?"));
		add(Misconfiguration.warns(kind, "A switch with a dot for its dash",
				"otel.instrumentation.runtime.metrics.enabled: false", "otel.instrumentation.runtime.metrics.enabled",
				"false", "Did you mean otel.instrumentation.runtime-metrics.enabled?"));
		add(Misconfiguration.warns(kind, "A switch misspelt", "otel.instrumentation.jbdc.enabled: false",
				"otel.instrumentation.jbdc.enabled", "false", "Did you mean otel.instrumentation.jdbc.enabled?"));
		add(Misconfiguration.warns(kind, "A property of our own misspelt",
				"otel.instrumentation.http.server.exclude-path: /internal/**",
				"otel.instrumentation.http.server.exclude-path", "/internal/**",
				"Did you mean otel.instrumentation.http.server.exclude-paths?"));
		add(Misconfiguration.warns(kind, "A secret under a misspelt name",
				"otel.exporter.otlp.haeders: api-key=planted-secret", "otel.exporter.otlp.haeders", "******",
				"Did you mean otel.exporter.otlp.headers?"));
		add(Misconfiguration.warns(kind, "Made up", "otel.shop.colour: blue", "otel.shop.colour", "******",
				"Remove it"));
	}

	private static void placement() {
		String kind = "Places";
		add(Misconfiguration.warns(kind, "Not indented far enough", """
				otel:
				  exporter:
				    otlp:
				  endpoint: http://collector:4318
				""", "otel.endpoint", "http://collector:4318", "Did you mean otel.exporter.otlp.endpoint?"));
		add(Misconfiguration.warns(kind, "Indented too far", """
				otel:
				  exporter:
				    otlp:
				      traces:
				        service:
				          name: shop
				""", "otel.exporter.otlp.traces.service.name", "shop", "Did you mean otel.service.name?"));
		add(Misconfiguration.warns(kind, "Below spring", "spring.otel.service.name: shop", "spring.otel.service.name",
				"shop", "Write otel.service.name"));
		add(Misconfiguration.warns(kind, "Below opentelemetry", "opentelemetry.traces.exporter: none",
				"opentelemetry.traces.exporter", "none", "Write otel.traces.exporter"));
		add(Misconfiguration.warns(kind, "A value at a group", "otel.exporter.otlp: http://collector:4318",
				"otel.exporter.otlp", "http://collector:4318",
				"It is a group of properties, such as otel.exporter.otlp.endpoint"));
		add(Misconfiguration.warns(kind, "A group at a value", """
				otel:
				  service:
				    name:
				      value: shop
				""", "otel.service.name.value", "shop", "otel.service.name takes one value"));
		add(Misconfiguration.stops(kind, "A list where there is one value", """
				otel:
				  service:
				    name: [shop, store]
				""", "otel.service.name", "shop,store", "Change or remove otel.service.name"));
		add(Misconfiguration.stops(kind, "A list where there is a map", """
				otel:
				  resource:
				    attributes:
				      - team=shop
				""", "otel.resource.attributes", "team=shop", "a YAML map"));
		add(Misconfiguration.stops(kind, "A list of maps where there is a map", """
				otel:
				  exporter:
				    otlp:
				      headers:
				        - api-key: planted-secret
				""", "otel.exporter.otlp.headers", "******", "a YAML map"));
		add(Misconfiguration.warns(kind, "The name of a variable in a file", "OTEL_SERVICE_NAME: shop",
				"OTEL_SERVICE_NAME", "shop", "write otel.service.name"));
	}

	private static void variables() {
		String kind = "Variables";
		add(Misconfiguration
			.warns(kind, "Letters swapped", "OTEL_EXPORTER_OTLP_ENDPIONT=http://collector:4318",
					"OTEL_EXPORTER_OTLP_ENDPIONT", "http://collector:4318", "Did you mean OTEL_EXPORTER_OTLP_ENDPOINT?")
			.inVariables());
		add(Misconfiguration
			.warns(kind, "Words run together", "OTEL_SERVICENAME=shop", "OTEL_SERVICENAME", "shop",
					"Did you mean OTEL_SERVICE_NAME?")
			.inVariables());
		add(Misconfiguration
			.warns(kind, "One header as a variable", "OTEL_EXPORTER_OTLP_HEADERS_AUTHORIZATION=Bearer planted-secret",
					"OTEL_EXPORTER_OTLP_HEADERS_AUTHORIZATION", "******", "write OTEL_EXPORTER_OTLP_HEADERS=")
			.inVariables());
		add(Misconfiguration
			.stops(kind, "Quotation marks from a file of variables", "OTEL_SERVICE_NAME=\"shop\"", "otel.service.name",
					"\"shop\"", "Set otel.service.name to: shop.")
			.inVariables());
		add(Misconfiguration
			.stops(kind, "Quotation marks round an address", "OTEL_EXPORTER_OTLP_ENDPOINT='http://collector:4318'",
					"otel.exporter.otlp.endpoint", "'http://collector:4318'",
					"Set otel.exporter.otlp.endpoint to: http://collector:4318.")
			.inVariables());
		add(Misconfiguration
			.stops(kind, "An entry without a key", "OTEL_RESOURCE_ATTRIBUTES=team=shop,production",
					"otel.resource.attributes", "team=shop,production", "name=value")
			.inVariables());
		add(Misconfiguration
			.stops(kind, "A header as HTTP writes it",
					"OTEL_EXPORTER_OTLP_HEADERS=Authorization: Bearer planted-secret", "otel.exporter.otlp.headers",
					"******", "name=value")
			.inVariables());
		add(Misconfiguration
			.stops(kind, "A boolean as a shell has it", "OTEL_SDK_DISABLED=1", "otel.sdk.disabled", "1",
					"Set otel.sdk.disabled to: true.")
			.inVariables());
		add(Misconfiguration
			.stops(kind, "A placeholder for nothing", "OTEL_EXPORTER_OTLP_ENDPOINT=http://${COLLECTOR}:4318",
					"otel.exporter.otlp.endpoint", "http://${COLLECTOR}:4318", "${NAME:default}")
			.inVariables());
	}

	private static void addresses() {
		String kind = "Addresses";
		String endpoint = "otel.exporter.otlp.endpoint";
		add(Misconfiguration.stops(kind, "No scheme", endpoint + ": collector:4318", endpoint, "collector:4318",
				"Set otel.exporter.otlp.endpoint to: http://collector:4318."));
		add(Misconfiguration.stops(kind, "A host alone", endpoint + ": localhost", endpoint, "localhost",
				"Set otel.exporter.otlp.endpoint to: http://localhost."));
		add(Misconfiguration.stops(kind, "gRPC as the scheme", endpoint + ": grpc://collector:4317", endpoint,
				"grpc://collector:4317", "Set otel.exporter.otlp.endpoint to: http://collector:4317."));
		add(Misconfiguration.stops(kind, "A blank in it", endpoint + ": http://my collector:4318", endpoint,
				"http://my collector:4318", "an http or https URL"));
		add(Misconfiguration.stops(kind, "No host", endpoint + ": http:///v1/traces", endpoint, "http:///v1/traces",
				"an http or https URL"));
		add(Misconfiguration.stops(kind, "A port that cannot be", endpoint + ": http://collector:431800", endpoint,
				"http://collector:431800", "an http or https URL"));
		add(Misconfiguration.stops(kind, "A query", endpoint + ": https://collector/v1?api-key=planted-secret",
				endpoint, "https://collector/v1?******", "an http or https URL"));
		add(Misconfiguration.stops(kind, "A password in a broken address",
				endpoint + ": http://user:planted-secret@my collector:4318", endpoint,
				"http://******@my collector:4318", "an http or https URL"));
	}

	private static void protocols() {
		String kind = "Protocols";
		String protocol = "otel.exporter.otlp.protocol";
		add(Misconfiguration.stops(kind, "JSON", protocol + ": http/json", protocol, "http/json",
				"Set otel.exporter.otlp.protocol to: http/protobuf."));
		add(Misconfiguration.stops(kind, "HTTP alone", protocol + ": http", protocol, "http",
				"Set otel.exporter.otlp.protocol to: http/protobuf."));
		add(Misconfiguration.stops(kind, "Misspelt", "otel.exporter.otlp.traces.protocol: gprc",
				"otel.exporter.otlp.traces.protocol", "gprc", "Set otel.exporter.otlp.traces.protocol to: grpc."));
		add(Misconfiguration.stops(kind, "Unknown compression", "otel.exporter.otlp.compression: zip",
				"otel.exporter.otlp.compression", "zip", "gzip"));
	}

	private static void numbers() {
		String kind = "Numbers and durations";
		String delay = "otel.bsp.schedule.delay";
		add(Misconfiguration.stops(kind, "A duration in words", delay + ": 5 seconds", delay, "5 seconds",
				"Set " + delay + " to: 5s."));
		add(Misconfiguration.stops(kind, "A negative duration", delay + ": -5s", delay, "-5s", "a duration such as"));
		add(Misconfiguration.stops(kind, "No duration", delay + ": soon", delay, "soon", "a duration such as"));
		add(Misconfiguration.stops(kind, "An interval of nothing", "otel.metric.export.interval: 0",
				"otel.metric.export.interval", "0", "longer than 0"));
		add(Misconfiguration.stops(kind, "A negative number", "otel.span.event.count.limit: -1",
				"otel.span.event.count.limit", "-1", "a whole number, 0 or more"));
		add(Misconfiguration.stops(kind, "A number with separators", "otel.bsp.max.queue.size: '2_048'",
				"otel.bsp.max.queue.size", "2_048", "Set otel.bsp.max.queue.size to: 2048."));
		add(Misconfiguration.stops(kind, "A size for a number", "otel.bsp.max.queue.size: 4k",
				"otel.bsp.max.queue.size", "4k", "a whole number, 1 or more"));
		add(Misconfiguration.stops(kind, "A queue of nothing", "otel.blrp.max.queue.size: 0",
				"otel.blrp.max.queue.size", "0", "a whole number, 1 or more"));
		add(Misconfiguration.stops(kind, "A batch that is larger than its queue", """
				otel.bsp:
				  max.queue.size: 100
				  max.export.batch.size: 200
				""", "otel.bsp.max.export.batch.size", "200", "a whole number, 1 or more"));
		add(Misconfiguration.stops(kind, "A duration of our own that is none", "otel.export.shutdown-timeout: 10 sec",
				"otel.export.shutdown-timeout", "10 sec", "Set otel.export.shutdown-timeout to: 10s."));
		add(Misconfiguration.stops(kind, "A duration of our own that is negative", "otel.export.shutdown-timeout: -1s",
				"otel.export.shutdown-timeout", "-1s", "such as 10s"));
	}

	private static void booleans() {
		String kind = "Yes and no";
		add(Misconfiguration.stops(kind, "In words", "otel.instrumentation.jdbc.enabled: 'no'",
				"otel.instrumentation.jdbc.enabled", "no", "Set otel.instrumentation.jdbc.enabled to: false."));
		add(Misconfiguration.stops(kind, "Perhaps, for a switch that is asked for early",
				"otel.instrumentation.logging.enabled: maybe", "otel.instrumentation.logging.enabled", "maybe",
				"true, false"));
		add(Misconfiguration.stops(kind, "Perhaps", "otel.register-global: perhaps", "otel.register-global", "perhaps",
				"true, false"));
		add(Misconfiguration
			.stops(kind, "Neither, for a property of our own", "otel.propagation.trust-sampled: sometimes",
					"otel.propagation.trust-sampled", "sometimes", "true, false")
			.inServer());
	}

	private static void exporters() {
		String kind = "Exporters";
		add(Misconfiguration.stops(kind, "The old name of the console", "otel.traces.exporter: logging",
				"otel.traces.exporter", "logging", "Set otel.traces.exporter to: console."));
		add(Misconfiguration.stops(kind, "Jaeger", "otel.traces.exporter: jaeger", "otel.traces.exporter", "jaeger",
				"Jaeger receives OTLP"));
		add(Misconfiguration.stops(kind, "Misspelt", "otel.logs.exporter: oltp", "otel.logs.exporter", "oltp",
				"Set otel.logs.exporter to: otlp."));
		add(Misconfiguration.stops(kind, "Zipkin for logs", "otel.logs.exporter: zipkin", "otel.logs.exporter",
				"zipkin", "otlp"));
		add(Misconfiguration.stops(kind, "Prometheus for traces", "otel.traces.exporter: prometheus",
				"otel.traces.exporter", "prometheus", "otlp"));
		add(Misconfiguration.stops(kind, "None and another", "otel.metrics.exporter: none,otlp",
				"otel.metrics.exporter", "none,otlp", "otel.metrics.exporter"));
		add(Misconfiguration.stops(kind, "An unknown processor", "otel.traces.processor: fast", "otel.traces.processor",
				"fast", "batch, simple"));
	}

	private static void sampling() {
		String kind = "Sampling";
		String argument = "otel.traces.sampler.arg";
		String sampler = "otel.traces.sampler: parentbased_traceidratio\n";
		add(Misconfiguration.stops(kind, "A ratio above one", sampler + argument + ": 1.5", argument, "1.5",
				"a number from 0 to 1"));
		add(Misconfiguration.stops(kind, "A percentage", sampler + argument + ": 25%", argument, "25%",
				"Set " + argument + " to: 0.25."));
		add(Misconfiguration.stops(kind, "A percentage without its sign", sampler + argument + ": 25", argument, "25",
				"Set " + argument + " to: 0.25."));
		add(Misconfiguration.stops(kind, "A comma", sampler + argument + ": '0,5'", argument, "0,5",
				"Set " + argument + " to: 0.5."));
		add(Misconfiguration.stops(kind, "A ratio as the sampler", "otel.traces.sampler: 0.1", "otel.traces.sampler",
				"0.1", "Set otel.traces.sampler to parentbased_traceidratio, and otel.traces.sampler.arg to 0.1."));
		add(Misconfiguration.stops(kind, "A sampler with dashes", "otel.traces.sampler: always-on",
				"otel.traces.sampler", "always-on", "Set otel.traces.sampler to: always_on."));
		add(Misconfiguration.warns(kind, "A ratio without its sampler", argument + ": 0.1", argument, "0.1",
				"Set otel.traces.sampler to parentbased_traceidratio"));
	}

	private static void propagation() {
		String kind = "Propagation";
		add(Misconfiguration.stops(kind, "Another name for W3C", "otel.propagators: w3c", "otel.propagators", "w3c",
				"Set otel.propagators to: tracecontext."));
		add(Misconfiguration.stops(kind, "A format that nobody knows",
				"otel.propagators: [tracecontext, carrier-pigeon]", "otel.propagators", "tracecontext,carrier-pigeon",
				"tracecontext, baggage"));
		add(Misconfiguration
			.stops(kind, "Addresses that are none", "otel.propagation.accept-from: 10.0.0.0/33",
					"otel.propagation.accept-from", "10.0.0.0/33", "10.0.0.0/8")
			.inServer());
	}

	private static void maps() {
		String kind = "Maps and headers";
		add(Misconfiguration.stops(kind, "A name that HTTP does not allow",
				"otel.exporter.otlp.headers: api key=planted-secret", "otel.exporter.otlp.headers", "******",
				"otel.exporter.otlp.headers"));
		add(Misconfiguration.stops(kind, "A value that HTTP does not allow", """
				otel:
				  exporter:
				    otlp:
				      headers:
				        api-key: planted-secreté
				""", "otel.exporter.otlp.headers", "******", "otel.exporter.otlp.headers"));
		add(Misconfiguration.stops(kind, "A placeholder for nothing", """
				otel:
				  exporter:
				    otlp:
				      headers:
				        api-key: ${API_KEY}
				""", "otel.exporter.otlp.headers", "******", "${NAME:default}"));
		add(Misconfiguration.stops(kind, "A secret instead of headers", "otel.exporter.otlp.headers: planted-secret",
				"otel.exporter.otlp.headers", "******", "name=value"));
	}

	private static void files() {
		String kind = "Files";
		add(Misconfiguration.stops(kind, "Not there", "otel.exporter.otlp.certificate: /etc/otel/ca.pem",
				"otel.exporter.otlp.certificate", "/etc/otel/ca.pem", "the path of a file with certificates"));
		add(Misconfiguration.stops(kind, "Not a certificate", "otel.exporter.otlp.certificate: pom.xml",
				"otel.exporter.otlp.certificate", "pom.xml", "the path of a file with certificates"));
		add(Misconfiguration.stops(kind, "Not a key", """
				otel.exporter.otlp:
				  client.key: pom.xml
				  client.certificate: src/test/resources/certificate.pem
				""", "otel.exporter.otlp.client.key", "pom.xml", "the path of a file with a private key"));
		add(Misconfiguration.stops(kind, "A certificate without its key",
				"otel.exporter.otlp.client.certificate: src/test/resources/certificate.pem",
				"otel.exporter.otlp.client.certificate", "src/test/resources/certificate.pem",
				"Set otel.exporter.otlp.client.key"));
		add(Misconfiguration.stops(kind, "A directory", "otel.exporter.otlp.certificate: src",
				"otel.exporter.otlp.certificate", "src", "the path of a file"));
	}

	private static void http() {
		String kind = "HTTP, logs and health";
		add(Misconfiguration
			.stops(kind, "A header's name with a colon",
					"otel.instrumentation.http.server.capture-request-headers: ['x-tenant:']",
					"otel.instrumentation.http.server.capture-request-headers[0]", "x-tenant:", "otel.instrumentation")
			.inServer());
		add(Misconfiguration
			.stops(kind, "All headers", "otel.instrumentation.http.server.capture-request-headers: '*'",
					"otel.instrumentation.http.server.capture-request-headers", "*", "Write names alone")
			.inServer());
		add(Misconfiguration
			.stops(kind, "A pattern of paths that is none",
					"otel.instrumentation.http.server.exclude-paths: '/internal/{'",
					"otel.instrumentation.http.server.exclude-paths", "/internal/{", "otel.instrumentation")
			.inServer());
		add(Misconfiguration.stops(kind, "A URL for a host",
				"otel.instrumentation.http.client.propagate-to: https://partner.example",
				"otel.instrumentation.http.client.propagate-to", "https://partner.example", "otel.instrumentation"));
		add(Misconfiguration.stops(kind, "A name in the MDC that no pattern can show",
				"otel.instrumentation.logging.mdc.trace-id-key: trace id",
				"otel.instrumentation.logging.mdc.trace-id-key", "trace id",
				"otel.instrumentation.logging.mdc.trace-id-key"));
		add(Misconfiguration.stops(kind, "An unknown status", "otel.health.on-failure: offline",
				"otel.health.on-failure", "offline", "up, unknown, out-of-service, down"));
		add(Misconfiguration.stops(kind, "AspectJ", "otel.annotations.mode: aspectj", "otel.annotations.mode",
				"aspectj", "proxy"));
		add(Misconfiguration.stops(kind, "An unknown level", "otel.log.level: loud", "otel.log.level", "loud",
				"error, warn, info"));
	}

	private static void notHere() {
		String kind = "What others have";
		add(Misconfiguration
			.stops(kind, "A configuration file", "OTEL_CONFIG_FILE=/etc/otel/config.yaml", "otel.config.file",
					"/etc/otel/config.yaml", "write the otel.* properties instead")
			.inVariables());
		add(Misconfiguration.stops(kind, "Declarative configuration", "otel.file_format: '1.0'", "otel.file_format",
				"1.0", "otel.exporter.otlp.endpoint"));
		add(Misconfiguration.warns(kind, "Entities", "otel.entities: service{service.name=shop}", "otel.entities",
				"service{service.name=shop}", "otel.resource.attributes"));
		add(Misconfiguration.warns(kind, "A switch of the official starter",
				"otel.instrumentation.spring-web.enabled: false", "otel.instrumentation.spring-web.enabled", "false",
				"Write otel.instrumentation.http.client.enabled"));
		add(Misconfiguration.warns(kind, "A setting of the official starter that has no equal",
				"otel.instrumentation.jdbc.query-sanitization.enabled: false",
				"otel.instrumentation.jdbc.query-sanitization.enabled", "false", "Values are always masked"));
		add(Misconfiguration.warns(kind, "A property of the Java agent", "otel.javaagent.debug: true",
				"otel.javaagent.debug", "true", "start with the agent"));
		add(Misconfiguration.warns(kind, "TLS turned off against the address", """
				otel.exporter.otlp:
				  protocol: grpc
				  endpoint: https://collector:4317
				  insecure: true
				""", "otel.exporter.otlp.insecure", "true", "Write http:// in otel.exporter.otlp.endpoint"));
		add(Misconfiguration.warns(kind, "An SSL bundle for an address without TLS", """
				otel.exporter.otlp:
				  endpoint: http://collector:4318
				  ssl.bundle: collector
				spring.ssl.bundle.jks.collector: {}
				""", "otel.exporter.otlp.ssl.bundle", "collector", "Write https:// in otel.exporter.otlp.endpoint"));
		add(Misconfiguration.warns(kind, "A certificate for an address without TLS", """
				otel.exporter.otlp:
				  endpoint: http://collector:4318
				  certificate: src/test/resources/certificate.pem
				""", "otel.exporter.otlp.certificate", "src/test/resources/certificate.pem",
				"Write https:// in otel.exporter.otlp.endpoint"));
		add(Misconfiguration.warns(kind, "An SSL bundle for Zipkin without TLS", """
				otel:
				  traces.exporter: zipkin
				  exporter.zipkin.ssl.bundle: zipkin
				spring.ssl.bundle.jks.zipkin: {}
				""", "otel.exporter.zipkin.ssl.bundle", "zipkin", "Write https:// in otel.exporter.zipkin.endpoint"));
	}

}
