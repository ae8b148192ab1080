// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.util.LinkedHashMap;
import java.util.Map;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A Spring application that runs and whose telemetry a collector receives soon after it
 * is made.
 */
public final class ObservedApplication implements AutoCloseable {

	private final OtlpCollector collector;

	private final ConfigurableApplicationContext context;

	private final boolean alone;

	private ObservedApplication(OtlpCollector collector, ConfigurableApplicationContext context, boolean alone) {
		this.collector = collector;
		this.context = context;
		this.alone = alone;
	}

	/**
	 * Start an application with a collector of its own, which ends with it.
	 * @param application the class of the application
	 * @param arguments its command line, in which the last argument of a name counts
	 * @return the application, once it runs
	 */
	public static ObservedApplication run(Class<?> application, String... arguments) {
		OtlpCollector collector = OtlpCollector.start();
		try {
			return new ObservedApplication(collector, start(collector, application, arguments), true);
		}
		catch (RuntimeException ex) {
			collector.close();
			throw ex;
		}
	}

	/**
	 * Start an application.
	 * @param collector what receives its telemetry
	 * @param application the class of the application
	 * @param arguments its command line, in which the last argument of a name counts
	 * @return the application, once it runs
	 */
	public static ObservedApplication run(OtlpCollector collector, Class<?> application, String... arguments) {
		return new ObservedApplication(collector, start(collector, application, arguments), false);
	}

	private static ConfigurableApplicationContext start(OtlpCollector collector, Class<?> application,
			String... arguments) {
		Map<String, String> byName = new LinkedHashMap<>();
		put(byName, "--otel.exporter.otlp.endpoint=" + collector.httpEndpoint(), "--otel.bsp.schedule.delay=50ms",
				"--otel.metric.export.interval=200ms");
		put(byName, arguments);
		return new SpringApplicationBuilder(application).run(byName.values().toArray(String[]::new));
	}

	// Spring would make a list of the values that a name has
	private static void put(Map<String, String> byName, String... arguments) {
		for (String argument : arguments) {
			byName.put(argument.split("=", 2)[0], argument);
		}
	}

	/**
	 * Return what receives the application's telemetry.
	 * @return the collector
	 */
	public OtlpCollector collector() {
		return this.collector;
	}

	/**
	 * Return a bean of the application.
	 * @param type the type of the bean
	 * @param <T> the type of the bean
	 * @return the bean
	 */
	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	/**
	 * Return the context of the application.
	 * @return the context
	 */
	public ConfigurableApplicationContext context() {
		return this.context;
	}

	/**
	 * Do something in a span that begins a trace.
	 * @param name the name of the span
	 * @param action what is done
	 * @return the span, once it was received
	 */
	public ReceivedSpan inSpan(String name, Runnable action) {
		Span span = bean(Tracer.class).spanBuilder(name).setNoParent().startSpan();
		try (Scope scope = span.makeCurrent()) {
			action.run();
		}
		finally {
			span.end();
		}
		String id = span.getSpanContext().getSpanId();
		return this.collector.awaitSpan((received) -> received.spanId().equals(id));
	}

	@Override
	public void close() {
		this.context.close();
		if (this.alone) {
			this.collector.close();
		}
	}

}
