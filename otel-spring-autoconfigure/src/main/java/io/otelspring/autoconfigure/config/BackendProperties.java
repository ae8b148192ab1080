// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The part of the catalogue that is about backends. A test compares it with the presets.
 */
final class BackendProperties {

	static final List<String> NAMES = List.of("collector", "console", "jaeger", "zipkin", "prometheus", "loki",
			"grafana-cloud", "datadog", "new-relic", "honeycomb", "aws", "azure-monitor", "google-cloud");

	static final List<String> OTLP = List.of("collector", "jaeger", "loki", "grafana-cloud", "datadog", "new-relic",
			"honeycomb", "aws", "google-cloud");

	private BackendProperties() {
	}

	static List<SpecifiedProperty> all() {
		List<SpecifiedProperty> all = new ArrayList<>();
		all.add(new SpecifiedProperty(Backends.PROPERTY, PropertyType.LIST, null, NAMES, false,
				"Backends that receive the telemetry, each signal by those that take it."));
		for (String name : OTLP) {
			add(all, name, "endpoint", PropertyType.URL, "Address, in place of the backend's own.");
			closed(all, name, "protocol", "http/protobuf", List.of("http/protobuf", "grpc"), "OTLP protocol.");
			closed(all, name, "compression", null, List.of("gzip", "none"), "Compression of the requests.");
			requests(all, name);
		}
		add(all, "zipkin", "endpoint", PropertyType.URL, "Address of Zipkin.");
		requests(all, "zipkin");
		add(all, "loki", "tenant", PropertyType.STRING, "Tenant, where Loki has several.");
		add(all, "grafana-cloud", "instance-id", PropertyType.STRING, "Number of the instance.");
		add(all, "grafana-cloud", "api-key", PropertyType.STRING, "Token of an access policy.");
		add(all, "grafana-cloud", "region", PropertyType.STRING, "Region, such as prod-eu-west-2.");
		add(all, "datadog", "api-key", PropertyType.STRING, "API key; with it Datadog is reached without an agent.");
		closed(all, "datadog", "site", "datadoghq.com", List.of("datadoghq.com", "us3.datadoghq.com",
				"us5.datadoghq.com", "datadoghq.eu", "ap1.datadoghq.com", "ap2.datadoghq.com"), "Site.");
		add(all, "datadog", "agent-host", PropertyType.STRING, "Host of the agent.");
		closed(all, "datadog", "mode", null, List.of("agent", "direct"),
				"Whether an agent is used; without an API key it is.");
		add(all, "new-relic", "api-key", PropertyType.STRING, "License key.");
		closed(all, "new-relic", "region", "us", List.of("us", "eu", "jp", "gov"), "Region of the account.");
		add(all, "honeycomb", "api-key", PropertyType.STRING, "Ingest key of the environment.");
		add(all, "honeycomb", "dataset", PropertyType.STRING, "Dataset of the metrics.");
		closed(all, "honeycomb", "region", "us", List.of("us", "eu"), "Region of the team.");
		add(all, "azure-monitor", "connection-string", PropertyType.STRING,
				"Connection string of the Application Insights resource.");
		add(all, "google-cloud", "project", PropertyType.STRING, "Id of the project.");
		add(all, "google-cloud", "credentials", PropertyType.FILE,
				"File with credentials; the application's default ones where it is not set.");
		return all;
	}

	private static void requests(List<SpecifiedProperty> all, String backend) {
		add(all, backend, "headers", PropertyType.MAP, "Headers in addition to the backend's own.");
		add(all, backend, "timeout", PropertyType.DURATION, "Longest wait for an answer.");
		add(all, backend, "ssl.bundle", PropertyType.STRING, "SSL bundle with certificates and keys.");
		add(all, backend, "proxy", PropertyType.URL, "Proxy, as http://host:port.");
	}

	private static void add(List<SpecifiedProperty> all, String backend, String option, PropertyType type,
			String description) {
		all.add(property(backend, option, type, null, List.of(), description));
	}

	private static void closed(List<SpecifiedProperty> all, String backend, String option,
			@Nullable String defaultValue, List<String> values, String description) {
		all.add(property(backend, option, PropertyType.STRING, defaultValue, values, description));
	}

	private static SpecifiedProperty property(String backend, String option, PropertyType type,
			@Nullable String defaultValue, List<String> values, String description) {
		return new SpecifiedProperty("otel.backends." + backend + "." + option, type, defaultValue, values, false,
				"Backend " + backend + ": " + description);
	}

}
