// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.metrics;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.instrumentation.runtimetelemetry.RuntimeTelemetry;
import io.opentelemetry.instrumentation.runtimetelemetry.RuntimeTelemetryBuilder;
import io.opentelemetry.instrumentation.runtimetelemetry.internal.Experimental;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Measures the virtual machine from the time when the context is ready. Setting this up
 * takes some of the time that a start takes, and nothing waits for it, so it happens
 * beside.
 */
class RuntimeMetrics implements ApplicationListener<ContextRefreshedEvent>, DisposableBean {

	private final OpenTelemetry openTelemetry;

	private final ApplicationContext context;

	private @Nullable RuntimeTelemetry telemetry;

	private boolean ended;

	RuntimeMetrics(OpenTelemetry openTelemetry, ApplicationContext context) {
		this.openTelemetry = openTelemetry;
		this.context = context;
	}

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		if (event.getApplicationContext() == this.context) {
			Thread thread = new Thread(this::begin, "otel-runtime-metrics");
			thread.setDaemon(true);
			thread.start();
		}
	}

	private synchronized void begin() {
		if (this.ended || this.telemetry != null) {
			return;
		}
		RuntimeTelemetryBuilder builder = RuntimeTelemetry.builder(this.openTelemetry);
		// The system's CPU and the buffers are not stable in the conventions yet
		Experimental.setEmitExperimentalMetrics(builder, true);
		this.telemetry = builder.build();
	}

	@Override
	public synchronized void destroy() {
		this.ended = true;
		if (this.telemetry != null) {
			this.telemetry.close();
		}
	}

}
