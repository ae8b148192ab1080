// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.metrics;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

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
 * Measures the virtual machine from a moment after the context is ready. Setting this up
 * takes some of the time that a start takes, and nothing waits for it, so the start comes
 * first.
 */
class RuntimeMetrics implements ApplicationListener<ContextRefreshedEvent>, DisposableBean {

	private static final Duration DELAY = Duration.ofSeconds(1);

	private final OpenTelemetry openTelemetry;

	private final ApplicationContext context;

	private final CountDownLatch ended = new CountDownLatch(1);

	private @Nullable RuntimeTelemetry telemetry;

	private @Nullable ProcessMetrics process;

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

	private void begin() {
		try {
			if (!this.ended.await(DELAY.toNanos(), TimeUnit.NANOSECONDS)) {
				measure();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private synchronized void measure() {
		if (this.ended.getCount() == 0 || this.telemetry != null) {
			return;
		}
		RuntimeTelemetryBuilder builder = RuntimeTelemetry.builder(this.openTelemetry);
		// The system's CPU and the buffers are not stable in the conventions yet
		Experimental.setEmitExperimentalMetrics(builder, true);
		this.telemetry = builder.build();
		this.process = new ProcessMetrics(this.openTelemetry);
	}

	@Override
	public synchronized void destroy() {
		this.ended.countDown();
		if (this.telemetry != null) {
			this.telemetry.close();
		}
		if (this.process != null) {
			this.process.close();
		}
	}

}
