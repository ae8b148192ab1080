// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.Finding.Severity;
import io.otelspring.autoconfigure.FindingSource;
import io.otelspring.autoconfigure.config.TelemetryProperties;

/**
 * Finds addresses of receivers that do not fit the protocol or the signal, and those that
 * nothing is sent to.
 */
class AddressFindings implements FindingSource {

	private static final String PREFIX = "otel.exporter.otlp.";

	private static final String ZIPKIN_ENDPOINT = "otel.exporter.zipkin.endpoint";

	private static final int GRPC_PORT = 4317;

	private static final int HTTP_PORT = 4318;

	private static final Pattern SIGNAL_PATH = Pattern.compile("/v1/(traces|metrics|logs)");

	private final ExportStatus status;

	private final TelemetryProperties properties;

	AddressFindings(ExportStatus status, TelemetryProperties properties) {
		this.status = status;
		this.properties = properties;
	}

	@Override
	public List<Finding> findings() {
		Map<String, Finding> findings = new LinkedHashMap<>();
		for (ExporterStatus exporter : this.status.all()) {
			String url = exporter.endpoint();
			Finding finding = (url != null) ? of(exporter, url) : null;
			if (finding != null) {
				findings.putIfAbsent(finding.why() + finding.fix(), finding);
			}
		}
		List<Finding> all = new ArrayList<>(findings.values());
		all.addAll(unused());
		return all;
	}

	private @Nullable Finding of(ExporterStatus exporter, String url) {
		if (exporter.isZipkin()) {
			return zipkin(exporter, url, URI.create(url));
		}
		if (!exporter.isOtlp()) {
			return null;
		}
		return "grpc".equals(exporter.protocol()) ? grpc(exporter, URI.create(url))
				: http(exporter, url, URI.create(url));
	}

	private @Nullable Finding zipkin(ExporterStatus exporter, String url, URI uri) {
		if (pathOf(uri).length() > 1) {
			return null;
		}
		Origin origin = this.properties.originOf(ZIPKIN_ENDPOINT);
		return new Finding(Severity.WARNING,
				described(exporter) + " sends to " + url
						+ ((origin != null) ? " (" + ZIPKIN_ENDPOINT + ", " + origin + ")" : ""),
				"The address is used as it is, and this one has no path; Zipkin takes no spans there",
				"Write " + url + (url.endsWith("/") ? "" : "/") + "api/v2/spans");
	}

	private static String pathOf(URI uri) {
		return (uri.getPath() != null) ? uri.getPath() : "";
	}

	private @Nullable Finding grpc(ExporterStatus exporter, URI uri) {
		if (uri.getPort() == HTTP_PORT) {
			return new Finding(Severity.WARNING,
					described(exporter) + " speaks gRPC to port 4318 of " + uri.getHost() + source(exporter),
					"Port 4318 is where receivers take OTLP over HTTP; they refuse gRPC there",
					"Write port 4317, or set " + protocolProperty(exporter) + "=http/protobuf");
		}
		return null;
	}

	private @Nullable Finding http(ExporterStatus exporter, String url, URI uri) {
		if (uri.getPort() == GRPC_PORT) {
			return new Finding(Severity.WARNING,
					described(exporter) + " speaks HTTP to port 4317 of " + uri.getHost() + source(exporter),
					"Port 4317 is where receivers take OTLP over gRPC; they do not understand HTTP there",
					"Write port 4318, or set " + protocolProperty(exporter) + "=grpc");
		}
		String path = pathOf(uri);
		if (path.length() < 2) {
			return new Finding(Severity.WARNING, described(exporter) + " sends to " + url + source(exporter),
					"The address of one signal is used as it is, and this one has no path; receivers answer 404",
					"Write " + url + (url.endsWith("/") ? "" : "/") + "v1/" + exporter.signal().id() + ", or set "
							+ PREFIX + "endpoint, to which the path is added");
		}
		List<String> signals = SIGNAL_PATH.matcher(path).results().map((match) -> match.group(1)).toList();
		if (signals.size() > 1) {
			return new Finding(Severity.WARNING, described(exporter) + " sends to " + url + source(exporter),
					"The path of the signal is added to " + PREFIX + "endpoint, which has one already",
					"Write " + PREFIX + "endpoint without /v1/" + signals.get(0));
		}
		if (signals.size() == 1 && !signals.get(0).equals(exporter.signal().id())) {
			return new Finding(Severity.WARNING, described(exporter) + " sends to " + url + source(exporter),
					"That is where receivers take " + signals.get(0),
					"Write /v1/" + exporter.signal().id() + " in place of /v1/" + signals.get(0));
		}
		return null;
	}

	private List<Finding> unused() {
		List<Finding> unused = new ArrayList<>();
		boolean none = this.status.all().stream().noneMatch(ExporterStatus::isOtlp);
		if (none) {
			unused(PREFIX + "endpoint", "no signal is exported by OTLP",
					"Name otlp in otel.traces.exporter, otel.metrics.exporter or otel.logs.exporter", unused);
		}
		for (Signal signal : Signal.values()) {
			if (this.status.of(signal).stream().noneMatch(ExporterStatus::isOtlp)) {
				unused(PREFIX + signal.id() + ".endpoint", "no exporter of " + signal.id() + " speaks OTLP",
						"Name otlp in " + signal.exporterProperty(), unused);
			}
		}
		return unused;
	}

	private void unused(String property, String reason, String remedy, List<Finding> findings) {
		Origin origin = this.properties.originOf(property);
		if (origin != null) {
			findings.add(new Finding(Severity.WARNING, "Nothing is sent to " + property + " (" + origin + ")",
					"It is set, but " + reason, remedy + ", or remove " + property));
		}
	}

	private static String described(ExporterStatus exporter) {
		return "Exporter '" + exporter.name() + "' of " + exporter.signal().id();
	}

	private String source(ExporterStatus exporter) {
		for (String name : Arrays.asList(PREFIX + exporter.signal().id() + ".endpoint", PREFIX + "endpoint")) {
			Origin origin = this.properties.originOf(name);
			if (origin != null && exporter.name().equals("otlp")) {
				return " (" + name + ", " + origin + ")";
			}
		}
		return "";
	}

	private String protocolProperty(ExporterStatus exporter) {
		String property = PREFIX + exporter.signal().id() + ".protocol";
		return (this.properties.originOf(property) != null
				|| this.properties.originOf(PREFIX + exporter.signal().id() + ".endpoint") != null) ? property
						: PREFIX + "protocol";
	}

}
