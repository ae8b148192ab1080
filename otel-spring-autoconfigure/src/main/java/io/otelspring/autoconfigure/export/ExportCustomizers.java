// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * What extensions on the class path want done to exporters and to the processors that
 * feed them. The SDK's engine would apply these to pipelines of its own; since the
 * pipelines are ours, we apply them.
 */
public final class ExportCustomizers {

	final Chain<SpanExporter> spanExporters = new Chain<>();

	final Chain<SpanProcessor> spanProcessors = new Chain<>();

	final Chain<MetricExporter> metricExporters = new Chain<>();

	final Chain<MetricReader> metricReaders = new Chain<>();

	final Chain<LogRecordExporter> logExporters = new Chain<>();

	final Chain<LogRecordProcessor> logProcessors = new Chain<>();

	private final Map<String, Chain<?>> byMethod = Map.of("addSpanExporterCustomizer", this.spanExporters,
			"addSpanProcessorCustomizer", this.spanProcessors, "addMetricExporterCustomizer", this.metricExporters,
			"addMetricReaderCustomizer", this.metricReaders, "addLogRecordExporterCustomizer", this.logExporters,
			"addLogRecordProcessorCustomizer", this.logProcessors);

	private final UnaryOperator<ConfigProperties> listening;

	/**
	 * Create the collection of what extensions want.
	 * @param listening wraps the configuration that extensions are given before the
	 * engine has its final one
	 */
	public ExportCustomizers(UnaryOperator<ConfigProperties> listening) {
		this.listening = listening;
	}

	/**
	 * Return what an extension is to be given in place of the engine's customizer. A
	 * proxy, so that methods which a later SDK adds to the interface reach the engine.
	 * @param engine the engine's customizer
	 * @return the same, but for what concerns exporters
	 */
	public AutoConfigurationCustomizer inPlaceOf(AutoConfigurationCustomizer engine) {
		return (AutoConfigurationCustomizer) Proxy.newProxyInstance(ExportCustomizers.class.getClassLoader(),
				new Class<?>[] { AutoConfigurationCustomizer.class }, (proxy, method, arguments) -> {
					Chain<?> chain = this.byMethod.get(method.getName());
					if (chain != null) {
						chain.add(arguments[0]);
						return proxy;
					}
					if (method.getName().equals("addPropertiesCustomizer")) {
						engine.addPropertiesCustomizer(listening(arguments[0]));
						return proxy;
					}
					try {
						Object result = method.invoke(engine, arguments);
						return (result == engine) ? proxy : result;
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
	}

	@SuppressWarnings("unchecked")
	private Function<ConfigProperties, Map<String, String>> listening(Object customizer) {
		Function<ConfigProperties, Map<String, String>> properties = (Function<ConfigProperties, Map<String, String>>) customizer;
		return (config) -> properties.apply(this.listening.apply(config));
	}

	/**
	 * Customizations of one kind, in the order in which they were asked for.
	 *
	 * @param <T> what is customized
	 */
	static final class Chain<T> {

		private final List<BiFunction<? super T, ConfigProperties, ? extends T>> steps = new ArrayList<>();

		@SuppressWarnings("unchecked")
		private void add(Object step) {
			this.steps.add((BiFunction<? super T, ConfigProperties, ? extends T>) step);
		}

		T apply(T initial, ConfigProperties config) {
			T result = initial;
			for (BiFunction<? super T, ConfigProperties, ? extends T> step : this.steps) {
				result = step.apply(result, config);
			}
			return result;
		}

	}

}
