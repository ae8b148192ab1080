// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;

import io.otelspring.autoconfigure.TelemetryFlush;
import io.otelspring.autoconfigure.config.InvalidTelemetryPropertyException;
import io.otelspring.autoconfigure.config.TelemetryProperties;
import io.otelspring.autoconfigure.export.ExportCustomizers;
import io.otelspring.autoconfigure.export.ExportPipelines;
import io.otelspring.autoconfigure.export.ExportProperties;
import io.otelspring.autoconfigure.export.ExportStatus;
import io.otelspring.autoconfigure.export.Signal;
import io.otelspring.autoconfigure.export.delivery.Deliveries;
import io.otelspring.autoconfigure.export.transport.Transports;
import io.otelspring.autoconfigure.propagation.BaggageLosses;
import io.otelspring.autoconfigure.propagation.BaggagePropagator;
import io.otelspring.autoconfigure.propagation.TraceContextPropagator;
import io.otelspring.autoconfigure.redaction.Redaction;
import io.otelspring.autoconfigure.redaction.RedactionCustomizer;
import io.otelspring.autoconfigure.redaction.RedactionProperties;
import io.otelspring.autoconfigure.sdk.processor.ApplicationProcessors;
import io.otelspring.autoconfigure.trace.TraceSampling;

/**
 * A running SDK with the tails of its pipelines.
 */
final class Sdk implements TelemetryFlush {

	private final OpenTelemetrySdk openTelemetry;

	private final Resource resource;

	private final ExportPipelines pipelines;

	private final AskedProperties asked;

	private final ApplicationProcessors processors;

	private final BaggageLosses baggage;

	private Sdk(OpenTelemetrySdk openTelemetry, Resource resource, ExportPipelines pipelines, AskedProperties asked,
			ApplicationProcessors processors, BaggageLosses baggage) {
		this.openTelemetry = openTelemetry;
		this.resource = resource;
		this.pipelines = pipelines;
		this.asked = asked;
		this.processors = processors;
		this.baggage = baggage;
	}

	/**
	 * Build the SDK and start its pipelines.
	 * @param properties the application's properties
	 * @param beans the application's beans
	 * @param signals the signals that get a pipeline
	 * @param status where the account of each exporter goes
	 * @param export how telemetry leaves the application
	 * @param sampling what decides about traces
	 * @param redaction what is masked
	 * @param classLoader finds extensions
	 * @return the running SDK
	 */
	static Sdk start(TelemetryProperties properties, SdkBeans beans, Set<Signal> signals, ExportStatus status,
			ExportProperties export, TraceSampling sampling, RedactionProperties redaction, ClassLoader classLoader) {
		redaction.problems().forEach((property, problem) -> {
			throw properties.invalid(property, problem, RedactionProperties.remedy());
		});
		Redaction masking = new Redaction(redaction, beans.all(RedactionCustomizer.class), classLoader);
		AskedProperties asked = new AskedProperties();
		ExportCustomizers exports = new ExportCustomizers(asked::listening);
		NamedBackends backends = new NamedBackends(properties, classLoader);
		SdkComponentLoader loader = new SdkComponentLoader(classLoader, beans, properties, exports,
				backends.customizers());
		Deliveries deliveries = new Deliveries(properties, export,
				new Transports(status.serverTime(), beans.transport()));
		ExportPipelines pipelines = new ExportPipelines(properties, loader, exports, deliveries, status, masking,
				export.buffer().maxMemory().toBytes());
		ApplicationProcessors processors = new ApplicationProcessors(status);
		SdkCustomization customization = new SdkCustomization(properties, beans, signals,
				new ResourceCompletion(properties, classLoader), backends, pipelines, sampling, masking, processors);
		loader.customizeLast(customization);
		MissingExtensions.refuse(properties, loader);
		BaggageLosses baggage = new BaggageLosses();
		try {
			AutoConfiguredOpenTelemetrySdkBuilder engine = AutoConfiguredOpenTelemetrySdk.builder()
				.disableShutdownHook()
				.setComponentLoader(loader)
				.addPropertiesCustomizer((config) -> properties.asMap())
				.addPropagatorCustomizer((configured, config) -> ours(configured, baggage));
			asked.listenTo(engine);
			OpenTelemetrySdk openTelemetry = engine.build().getOpenTelemetrySdk();
			pipelines.ready(openTelemetry);
			processors.start();
			sampling.inUse(signals.contains(Signal.TRACES) ? openTelemetry.getSdkTracerProvider().getSampler() : null);
			return new Sdk(openTelemetry, customization.resource(), pipelines, asked, processors, baggage);
		}
		catch (ConfigurationException ex) {
			pipelines.abandon();
			throw (ex.getCause() instanceof InvalidTelemetryPropertyException invalid) ? invalid
					: properties.explain(ex);
		}
	}

	// Put our propagators where the engine has its own, before any extension customizes
	// them.
	private static TextMapPropagator ours(TextMapPropagator configured, BaggageLosses baggage) {
		if (configured == W3CTraceContextPropagator.getInstance()) {
			return TraceContextPropagator.getInstance();
		}
		return (configured == W3CBaggagePropagator.getInstance()) ? new BaggagePropagator(baggage) : configured;
	}

	OpenTelemetrySdk openTelemetry() {
		return this.openTelemetry;
	}

	Resource resource() {
		return this.resource;
	}

	/**
	 * Return what knows what was lost of baggage.
	 * @return it
	 */
	BaggageLosses baggageLosses() {
		return this.baggage;
	}

	/**
	 * Return the names of all properties that the SDK and its extensions have asked for.
	 * @return the names
	 */
	Set<String> askedFor() {
		return this.asked.names();
	}

	/**
	 * Return the application's own processors.
	 * @return it
	 */
	ApplicationProcessors processors() {
		return this.processors;
	}

	@Override
	public boolean flush(Duration timeout) {
		return together(timeout,
				List.of(() -> this.openTelemetry.getSdkTracerProvider().forceFlush(),
						() -> this.openTelemetry.getSdkLoggerProvider().forceFlush(),
						() -> this.openTelemetry.getSdkMeterProvider().forceFlush()));
	}

	/**
	 * Flush, since the application ends: what is out is not waited for.
	 * @param timeout the longest wait
	 */
	void flushLast(Duration timeout) {
		this.pipelines.ending(timeout);
		flush(timeout.minus(this.processors.settle(timeout.dividedBy(2))));
	}

	/**
	 * Go on, since the application does not end after all.
	 */
	void resume() {
		this.pipelines.resume();
	}

	/**
	 * Export what is there and end everything. What finds no time is counted as dropped.
	 * @param timeout the longest wait
	 */
	void close(Duration timeout) {
		this.pipelines.ending(timeout);
		Duration spent = this.processors.settle(timeout.dividedBy(2));
		this.processors.end();
		together(timeout.minus(spent),
				List.of(() -> this.openTelemetry.getSdkTracerProvider().shutdown(),
						() -> this.openTelemetry.getSdkLoggerProvider().shutdown(),
						() -> this.openTelemetry.getSdkMeterProvider().shutdown()));
		this.pipelines.abandon();
	}

	/**
	 * Run steps side by side, each on a thread of its own, since some of the SDK's wait.
	 * @param timeout the longest wait for all of them
	 * @param steps the steps
	 * @return whether they ended in time
	 */
	private static boolean together(Duration timeout, List<Step> steps) {
		CountDownLatch ended = new CountDownLatch(steps.size());
		for (Step step : steps) {
			Thread thread = new Thread(() -> {
				try {
					step.run().whenComplete(ended::countDown);
				}
				catch (RuntimeException | Error ex) {
					ended.countDown();
				}
			}, "otel-flush");
			thread.setDaemon(true);
			thread.start();
		}
		try {
			return ended.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	@FunctionalInterface
	private interface Step {

		CompletableResultCode run();

	}

}
