// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.logs.LogLimits;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.SdkLoggerProviderBuilder;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.SdkMeterProviderBuilder;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;

import io.otelspring.autoconfigure.config.TelemetryProperties;
import io.otelspring.autoconfigure.export.Destination;
import io.otelspring.autoconfigure.export.ExportPipelines;
import io.otelspring.autoconfigure.export.Signal;
import io.otelspring.autoconfigure.redaction.Redaction;
import io.otelspring.autoconfigure.sdk.processor.ApplicationProcessors;
import io.otelspring.autoconfigure.trace.TraceSampling;

/**
 * What is done to the SDK after all extensions: the application's beans come in, and the
 * pipelines' tails are ours. The engine is told that there are no exporters.
 */
final class SdkCustomization implements AutoConfigurationCustomizerProvider {

	private static final String NONE = "none";

	private final TelemetryProperties properties;

	private final SdkBeans beans;

	private final Set<Signal> signals;

	private final ResourceCompletion resourceCompletion;

	private final ExportPipelines pipelines;

	private final TraceSampling sampling;

	private final Redaction redaction;

	private Resource resource = Resource.empty();

	private final NamedBackends backends;

	private final ApplicationProcessors processors;

	private final Map<Signal, List<Destination>> destinations = new EnumMap<>(Signal.class);

	SdkCustomization(TelemetryProperties properties, SdkBeans beans, Set<Signal> signals,
			ResourceCompletion resourceCompletion, NamedBackends backends, ExportPipelines pipelines,
			TraceSampling sampling, Redaction redaction, ApplicationProcessors processors) {
		this.properties = properties;
		this.beans = beans;
		this.signals = signals;
		this.resourceCompletion = resourceCompletion;
		this.backends = backends;
		this.pipelines = pipelines;
		this.redaction = redaction;
		this.sampling = sampling;
		this.processors = processors;
	}

	@Override
	public int order() {
		return Integer.MAX_VALUE;
	}

	@Override
	public void customize(AutoConfigurationCustomizer engine) {
		engine.addPropertiesCustomizer(this::takeExporters);
		engine.addResourceCustomizer((detected, config) -> resource(detected));
		engine.addSamplerCustomizer((configured, config) -> sampler(configured));
		engine.addTracerProviderCustomizer(this::spans);
		engine.addMeterProviderCustomizer(this::metrics);
		engine.addLoggerProviderCustomizer(this::logs);
	}

	private Map<String, String> takeExporters(ConfigProperties config) {
		Map<String, String> overrides = new HashMap<>();
		for (Signal signal : Signal.values()) {
			List<String> names = config.getList(signal.exporterProperty());
			boolean exported = this.signals.contains(signal) && !names.contains(NONE);
			this.destinations.put(signal, exported ? this.backends.destinations(signal, names) : List.of());
			overrides.put(signal.exporterProperty(), NONE);
		}
		return overrides;
	}

	private Resource resource(Resource detected) {
		Resource bean = this.beans.one(Resource.class);
		this.resource = this.redaction.resource((bean != null) ? bean : this.resourceCompletion.complete(detected));
		return this.resource;
	}

	/**
	 * Return the resource that all signals share.
	 * @return the resource, once the engine has made it
	 */
	Resource resource() {
		return this.resource;
	}

	private Sampler sampler(Sampler configured) {
		Sampler bean = this.beans.one(Sampler.class);
		return this.sampling.sampler((bean != null) ? bean : configured);
	}

	private SdkTracerProviderBuilder spans(SdkTracerProviderBuilder builder, ConfigProperties config) {
		builder.setSpanLimits(SdkLimits.spans(this.properties));
		IdGenerator bean = this.beans.one(IdGenerator.class);
		IdGenerator idGenerator = (bean != null) ? bean : this.backends.idGenerator();
		if (idGenerator != null) {
			builder.setIdGenerator(idGenerator);
		}
		if (this.signals.contains(Signal.TRACES)) {
			List<SpanProcessor> exporting = this.pipelines.spans(destinations(Signal.TRACES),
					this.beans.named(SpanExporter.class), config);
			List<SpanProcessor> tail = new ArrayList<>(this.sampling.keeping(exporting));
			tail.addAll(exporting);
			this.processors.spans(this.beans.all(SpanProcessor.class), tail).forEach(builder::addSpanProcessor);
		}
		this.beans.all(SdkTracerProviderBuilderCustomizer.class).forEach((customizer) -> customizer.customize(builder));
		return builder;
	}

	private SdkMeterProviderBuilder metrics(SdkMeterProviderBuilder builder, ConfigProperties config) {
		if (this.signals.contains(Signal.METRICS)) {
			Integer limit = this.properties.getInteger("otel.java.metrics.cardinality.limit");
			int cardinality = (limit != null) ? limit : 2000;
			List<MetricReader> readers = new ArrayList<>(this.pipelines.metrics(destinations(Signal.METRICS),
					this.beans.named(MetricExporter.class), config));
			// Without ours, which the destination has brought
			readers.addAll(this.beans.named(MetricReader.class).values());
			readers.forEach((reader) -> builder.registerMetricReader(this.redaction.metrics(reader),
					(instrument) -> cardinality));
		}
		this.beans.all(SdkMeterProviderBuilderCustomizer.class).forEach((customizer) -> customizer.customize(builder));
		return builder;
	}

	private SdkLoggerProviderBuilder logs(SdkLoggerProviderBuilder builder, ConfigProperties config) {
		LogLimits limits = SdkLimits.logs(this.properties);
		builder.setLogLimits(() -> limits);
		if (this.signals.contains(Signal.LOGS)) {
			List<LogRecordProcessor> exporting = this.pipelines.logs(destinations(Signal.LOGS),
					this.beans.named(LogRecordExporter.class), config);
			this.processors.logs(this.beans.all(LogRecordProcessor.class), exporting)
				.forEach(builder::addLogRecordProcessor);
		}
		this.beans.all(SdkLoggerProviderBuilderCustomizer.class).forEach((customizer) -> customizer.customize(builder));
		return builder;
	}

	private List<Destination> destinations(Signal signal) {
		return this.destinations.getOrDefault(signal, List.of());
	}

}
