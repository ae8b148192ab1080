// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;
import org.springframework.util.ClassUtils;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.Finding.Severity;

/**
 * Properties of OpenTelemetry's own starter and of its Java agent, and names that were
 * once right. Loaded only where there is a name that nobody knows.
 */
final class ForeignProperties {

	private static final String AGENT = "io.opentelemetry.javaagent.OpenTelemetryAgent";

	private static final Pattern OF_AGENT = Pattern.compile("otel\\.javaagent\\..*"
			+ "|otel\\.instrumentation\\.(methods|opentelemetry-instrumentation-annotations|opentelemetry-annotations"
			+ "|servlet|log4j-context-data|genai|graphql\\.[a-z-]+|rabbitmq|lettuce|jedis|reactor|netty|tomcat|jetty"
			+ "|undertow|hibernate|hikaricp|okhttp|apache-httpclient|java-http-client|java-util-logging|jaxrs"
			+ "|spring-core|spring-data|spring-integration|spring-rabbit|spring-kafka|spring-batch|spring-security-config"
			+ "|spring-boot-actuator-autoconfigure|jmx|oshi|aws-sdk|elasticsearch|quartz|couchbase|cassandra|akka|vertx"
			+ "|kafka-clients|tomcat-jdbc|c3p0|dbcp|guava|rxjava|rmi|camel|external-annotations|executors"
			+ "|grpc|http-url-connection|internal-[a-z-]+)\\..*");

	private static final Map<String, String> OFFICIAL = new LinkedHashMap<>();

	private static final Map<String, String> ONCE = new LinkedHashMap<>();

	static {
		official("otel.instrumentation.spring-webflux.enabled",
				"Our switch is otel.instrumentation.http.client.enabled, for RestClient and RestTemplate as well");
		official("otel.instrumentation.spring-webmvc.enabled",
				"Our switch is otel.instrumentation.http.server.enabled");
		official("otel.instrumentation.logback-mdc.enabled",
				"The ids stand in the MDC where otel.instrumentation.logging.enabled is true");
		official("otel.instrumentation.logback-mdc.add-baggage", "Baggage is not put into the MDC");
		official("otel.instrumentation.common.logging.trace-flags-key", "The flags are not put into the MDC");
		for (String database : List.of("common.db", "jdbc", "mongo", "r2dbc")) {
			official("otel.instrumentation." + database + ".query-sanitization.enabled", "Values are always masked");
			official("otel.instrumentation." + database + ".statement-sanitizer.enabled", "Values are always masked");
		}
		official("otel.instrumentation.jdbc.experimental.*", "There is nothing like it here");
		official("otel.instrumentation.common.peer-service-mapping*", "There is nothing like it here");
		official("otel.instrumentation.common.thread-details.enabled",
				"A SpanProcessor bean can add such attributes to each span");
		official("otel.instrumentation.http.client.emit-experimental-telemetry", "There is nothing like it here");
		official("otel.instrumentation.http.server.emit-experimental-telemetry", "There is nothing like it here");
		official("otel.instrumentation.messaging.experimental.*", "There is nothing like it here");
		official("otel.instrumentation.kafka.experimental-span-attributes", "There is nothing like it here");
		official("otel.instrumentation.kafka.autoconfigure-interceptor",
				"Our switch is otel.instrumentation.kafka.enabled");
		official("otel.instrumentation.logback-appender.*",
				"Key-value pairs and the MDC are always captured; our properties begin with "
						+ "otel.instrumentation.logging");
		official("otel.instrumentation.log4j-appender.*",
				"Key-value pairs and the MDC are always captured; our properties begin with "
						+ "otel.instrumentation.logging");
		official("otel.instrumentation.runtime-telemetry.*",
				"Our switch is otel.instrumentation.runtime-metrics.enabled");
		official("otel.java.experimental.span-attributes.copy-from-baggage.include",
				"It is read by io.opentelemetry.contrib:opentelemetry-baggage-processor, which is not on the class "
						+ "path");
		official("otel.java.experimental.log-attributes.copy-from-baggage.include",
				"It is read by io.opentelemetry.contrib:opentelemetry-baggage-processor, which is not on the class "
						+ "path");
		official("otel.spring-starter.debug", "Set otel.traces.exporter to otlp,console to see spans");
		official("otel.distribution.*", "Declarative configuration is not supported yet");
		official("otel.experimental.metrics.view.config*", "An SdkMeterProviderBuilderCustomizer bean can add views");
		official("otel.semconv-stability.opt-in", "The stable conventions are always used");
		official("otel.semconv-stability.preview", "There is nothing like it here");
		official("otel.experimental.exporter.otlp.retry.enabled", "What cannot be exported is always tried again");
		ONCE.put("otel.exporter.otlp.url", "otel.exporter.otlp.endpoint");
		ONCE.put("otel.exporter.otlp.span.endpoint", "otel.exporter.otlp.traces.endpoint");
		ONCE.put("otel.exporter.otlp.span.insecure", "otel.exporter.otlp.traces.insecure");
		ONCE.put("otel.exporter.otlp.metric.endpoint", "otel.exporter.otlp.metrics.endpoint");
		ONCE.put("otel.exporter.otlp.metric.insecure", "otel.exporter.otlp.metrics.insecure");
		for (String signal : List.of("traces", "metrics", "logs")) {
			ONCE.put("otel.exporter.otlp." + signal + ".url", "otel.exporter.otlp." + signal + ".endpoint");
		}
		ONCE.put("otel.exporter.jaeger.endpoint", "otel.exporter.otlp.endpoint");
		ONCE.put("otel.exporter.jaeger.agent.host", "otel.exporter.otlp.endpoint");
		ONCE.put("otel.imr.export.interval", "otel.metric.export.interval");
		ONCE.put("otel.trace.sampler", "otel.traces.sampler");
		ONCE.put("otel.traces.sampler.ratio", "otel.traces.sampler.arg");
		ONCE.put("otel.traces.sampler.probability", "otel.traces.sampler.arg");
		ONCE.put("otel.traces.sampling.probability", "otel.traces.sampler.arg");
		ONCE.put("otel.traces.sampling.ratio", "otel.traces.sampler.arg");
		ONCE.put("otel.sampling.probability", "otel.traces.sampler.arg");
		ONCE.put("otel.config.sampler.probability", "otel.traces.sampler.arg");
		ONCE.put("otel.config.max.attrs", "otel.span.attribute.count.limit");
		ONCE.put("otel.enabled", "otel.sdk.disabled");
		ONCE.put("otel.sdk.enabled", "otel.sdk.disabled");
		ONCE.put("otel.traces.enabled", "otel.traces.exporter");
		ONCE.put("otel.metrics.enabled", "otel.metrics.exporter");
		ONCE.put("otel.logs.enabled", "otel.logs.exporter");
		ONCE.put("otel.logging.exporter", "otel.logs.exporter");
		ONCE.put("otel.resource.service.name", "otel.service.name");
		ONCE.put("otel.environment", "otel.resource.attributes");
		ONCE.put("otel.tags", "otel.resource.attributes");
	}

	private ForeignProperties() {
	}

	private static void official(String name, String answer) {
		OFFICIAL.put(name, answer);
	}

	/**
	 * Say what a property is that is not one of ours.
	 * @param key the property
	 * @param properties what else is configured
	 * @return what is to be said, or {@code null} if it is not known either
	 */
	static @Nullable Finding explain(UnknownKey key, TelemetryProperties properties) {
		List<String> ours = OfficialStarter.ours(key.name());
		for (String name : ours) {
			Origin origin = properties.originOf(name);
			if (origin != null && origin.toString().equals(key.value().origin().toString())) {
				return new Finding(Severity.WARNING, what(key, "is the official starter's name"),
						"It acts as " + String.join(" and ", ours), "Write " + String.join(" and ", ours));
			}
			if (origin != null) {
				return new Finding(Severity.WARNING, what(key, "is the official starter's name"),
						"It has no effect, because " + name + " is set too (" + origin + ")",
						"Remove " + key.written());
			}
		}
		String answer = find(OFFICIAL, key.name());
		if (answer != null) {
			return new Finding(Severity.WARNING, what(key, "is the official starter's name, and has no effect here"),
					answer, "Remove " + key.written());
		}
		String now = find(ONCE, key.name());
		if (now != null) {
			return new Finding(Severity.WARNING, what(key, "does not exist"), "It has no effect",
					"Did you mean " + ConfigurationFindings.shown(now, key.variable()) + "?");
		}
		if (OF_AGENT.matcher(key.name()).matches()) {
			return new Finding(Severity.WARNING, what(key, "is a property of OpenTelemetry's Java agent"),
					"It has no effect, because the agent is not there", "Remove it, or start with the agent");
		}
		return null;
	}

	/**
	 * Return whether a property is for an agent that is on this process.
	 * @param key the property
	 * @return whether it is
	 */
	static boolean isForAgent(UnknownKey key) {
		return key.name().startsWith("otel.") && ClassUtils.isPresent(AGENT, ClassLoader.getSystemClassLoader());
	}

	private static String what(UnknownKey key, String is) {
		return key.shown(key.name()) + " " + is;
	}

	private static @Nullable String find(Map<String, String> table, String name) {
		String squeezed = NearestName.squeeze(name);
		for (Map.Entry<String, String> entry : table.entrySet()) {
			String known = NearestName.squeeze(entry.getKey());
			if (squeezed.equals(known) || (entry.getKey().endsWith("*") && squeezed.startsWith(known))) {
				return entry.getValue();
			}
		}
		return null;
	}

}
