// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.time.Duration;
import java.util.EnumSet;

import io.opentelemetry.api.logs.LoggerProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.ClassUtils;

import io.otelspring.autoconfigure.FailedStartPipeline;
import io.otelspring.autoconfigure.config.TelemetryProperties;
import io.otelspring.autoconfigure.export.ExportProperties;
import io.otelspring.autoconfigure.export.ExportStatus;
import io.otelspring.autoconfigure.export.Signal;
import io.otelspring.autoconfigure.redaction.RedactionProperties;
import io.otelspring.autoconfigure.trace.TraceSampling;

/**
 * An SDK for log records alone, made of the Environment, where a start has failed and
 * there are no beans any more.
 */
class FailedStartLogs implements FailedStartPipeline {

	private @Nullable Sdk sdk;

	private Duration timeout = Duration.ZERO;

	@Override
	public @Nullable LoggerProvider open(ConfigurableEnvironment environment) {
		TelemetryProperties properties = TelemetryProperties.from(environment);
		if (properties.isTrue("otel.sdk.disabled")) {
			return null;
		}
		ExportProperties export = Binder.get(environment).bindOrCreate("otel.export", ExportProperties.class);
		this.timeout = export.shutdownTimeout();
		Sdk started = Sdk.start(properties, SdkBeans.NONE, EnumSet.of(Signal.LOGS), new ExportStatus(),
				export.validated(), TraceSampling.plain(),
				Binder.get(environment).bindOrCreate("otel.redaction", RedactionProperties.class), classLoader());
		this.sdk = started;
		return started.openTelemetry().getSdkLoggerProvider();
	}

	private static ClassLoader classLoader() {
		ClassLoader classLoader = ClassUtils.getDefaultClassLoader();
		return (classLoader != null) ? classLoader : FailedStartLogs.class.getClassLoader();
	}

	@Override
	public void close() {
		if (this.sdk != null) {
			this.sdk.close(this.timeout);
			this.sdk = null;
		}
	}

}
