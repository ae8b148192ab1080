// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.Finding.Severity;
import io.otelspring.autoconfigure.FindingSource;

/**
 * Finds modules of OpenTelemetry that do not belong together. The versions are those that
 * the manifests of the jars tell, asked of one class each: the class path is not
 * searched.
 */
class VersionFindings implements FindingSource {

	private static final String ROOT = "io.opentelemetry.";

	private static final List<String> STABLE = List.of("api.OpenTelemetry", "context.Context", "common.ComponentLoader",
			"sdk.OpenTelemetrySdk", "sdk.resources.Resource", "sdk.trace.SdkTracerProvider",
			"sdk.metrics.SdkMeterProvider", "sdk.logs.SdkLoggerProvider",
			"sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk", "sdk.autoconfigure.spi.ConfigProperties",
			"exporter.otlp.http.trace.OtlpHttpSpanExporter", "exporter.internal.otlp.traces.TraceRequestMarshaler",
			"exporter.internal.FailedExportException", "exporter.sender.okhttp.internal.OkHttpHttpSender",
			"exporter.logging.LoggingSpanExporter", "exporter.zipkin.ZipkinSpanExporter",
			"extension.trace.propagation.B3Propagator");

	private static final List<String> ALPHA = List.of("api.incubator.trace.ExtendedTracer",
			"exporter.prometheus.PrometheusHttpServer");

	private static final List<String> INSTRUMENTATION = List.of("instrumentation.api.instrumenter.Instrumenter",
			"instrumentation.api.incubator.semconv.db.DbClientAttributesExtractor",
			"instrumentation.jdbc.datasource.JdbcTelemetry", "instrumentation.mongo.v3_1.MongoTelemetry",
			"instrumentation.micrometer.v1_5.OpenTelemetryMeterRegistry",
			"instrumentation.logback.appender.v1_0.OpenTelemetryAppender",
			"instrumentation.log4j.appender.v2_17.OpenTelemetryAppender");

	private final @Nullable ClassLoader classLoader;

	private @Nullable List<Finding> findings;

	VersionFindings(@Nullable ClassLoader classLoader) {
		this.classLoader = classLoader;
	}

	@Override
	public synchronized List<Finding> findings() {
		if (this.findings == null) {
			this.findings = find();
		}
		return this.findings;
	}

	private List<Finding> find() {
		List<Finding> found = new ArrayList<>();
		List<LibraryVersion> stable = load(STABLE);
		LibraryVersion leading = leading(stable);
		if (leading == null) {
			return found;
		}
		List<LibraryVersion> odd = new ArrayList<>(
				stable.stream().filter((library) -> !library.isSameAs(leading)).toList());
		odd.addAll(load(ALPHA).stream().filter((library) -> !library.suits(leading)).toList());
		if (!odd.isEmpty()) {
			found.add(finding("OpenTelemetry", odd, leading,
					"Remove the explicit version, so that Spring Boot's dependency management chooses it, or set its "
							+ "property opentelemetry.version to one version for all; modules whose version ends with "
							+ "-alpha come from io.opentelemetry:opentelemetry-bom-alpha:" + leading.number()
							+ "-alpha"));
		}
		List<LibraryVersion> instrumentation = load(INSTRUMENTATION);
		LibraryVersion first = leading(instrumentation);
		if (first != null) {
			List<LibraryVersion> others = instrumentation.stream()
				.filter((library) -> !library.isSameAs(first))
				.toList();
			if (!others.isEmpty()) {
				found.add(finding("OpenTelemetry's instrumentations", others, first,
						"Remove the explicit version of io.opentelemetry.instrumentation's modules, or import "
								+ "opentelemetry-instrumentation-bom-alpha:" + first.number() + "-alpha"));
			}
		}
		return List.copyOf(found);
	}

	private static Finding finding(String of, List<LibraryVersion> odd, LibraryVersion leading, String fix) {
		return new Finding(Severity.WARNING,
				"The modules of " + of + " on the class path have different versions: "
						+ String.join(", ", odd.stream().map(LibraryVersion::toString).toList()) + " beside " + leading,
				"They are made for each other; a call from one to the other can end in a NoSuchMethodError, at any time",
				fix);
	}

	private List<LibraryVersion> load(List<String> classes) {
		List<LibraryVersion> versions = new ArrayList<>();
		for (String name : classes) {
			LibraryVersion version = LibraryVersion.of(ROOT + name, this.classLoader);
			if (version != null) {
				versions.add(version);
			}
		}
		return versions;
	}

	/**
	 * Return one of those whose version most have.
	 */
	private static @Nullable LibraryVersion leading(List<LibraryVersion> versions) {
		Map<String, Integer> counts = new LinkedHashMap<>();
		LibraryVersion leading = null;
		for (LibraryVersion version : versions) {
			int count = counts.merge(version.number(), 1, Integer::sum);
			if (leading == null || count > counts.getOrDefault(leading.number(), 0)) {
				leading = version;
			}
		}
		return leading;
	}

}
