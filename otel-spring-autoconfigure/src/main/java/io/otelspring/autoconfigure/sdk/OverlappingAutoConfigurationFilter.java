// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.util.ClassUtils;

/**
 * Leaves out what Spring Boot's own OpenTelemetry starter would set up for traces and
 * logs, where it is on the class path too: the same request would give two spans, and
 * Spring Boot's span processor cannot be had before our meter provider, which needs it.
 * Micrometer's {@code Tracer} is then the one that does nothing. Without our own
 * auto-configuration everything stays as it is.
 */
class OverlappingAutoConfigurationFilter implements AutoConfigurationImportFilter {

	private static final Log logger = LogFactory.getLog(OverlappingAutoConfigurationFilter.class);

	private static final String TRACING = "org.springframework.boot.micrometer.tracing.";

	private static final String OPENTELEMETRY = "org.springframework.boot.opentelemetry.autoconfigure.";

	private static final Set<String> OVERLAPPING = Set.of(OPENTELEMETRY + "OpenTelemetrySdkAutoConfiguration",
			OPENTELEMETRY + "logging.OpenTelemetryLoggingAutoConfiguration",
			OPENTELEMETRY + "logging.otlp.OtlpLoggingAutoConfiguration",
			TRACING + "autoconfigure.MicrometerTracingAutoConfiguration",
			TRACING + "opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
			TRACING + "opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration",
			TRACING + "opentelemetry.autoconfigure.zipkin.ZipkinWithOpenTelemetryTracingAutoConfiguration");

	@Override
	public boolean[] match(@Nullable String[] classNames, AutoConfigurationMetadata metadata) {
		boolean[] match = new boolean[classNames.length];
		Arrays.fill(match, true);
		if (!Arrays.asList(classNames).contains(OtelSdkAutoConfiguration.class.getName())) {
			return match;
		}
		List<String> leftOut = new ArrayList<>();
		for (int i = 0; i < classNames.length; i++) {
			String className = classNames[i];
			if (className != null && OVERLAPPING.contains(className)) {
				match[i] = false;
				leftOut.add(ClassUtils.getShortName(className));
			}
		}
		if (!leftOut.isEmpty()) {
			logger.info("Spring Boot's own tracing and log export are left out, since otel-spring-boot-starter "
					+ "records the same: " + String.join(", ", leftOut));
		}
		return match;
	}

}
