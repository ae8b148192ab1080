// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.util.ArrayList;
import java.util.List;

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

	private ObservedApplication(OtlpCollector collector, ConfigurableApplicationContext context) {
		this.collector = collector;
		this.context = context;
	}

	/**
	 * Start an application.
	 * @param collector what receives its telemetry
	 * @param application the class of the application
	 * @param arguments its command line
	 * @return the application, once it runs
	 */
	public static ObservedApplication run(OtlpCollector collector, Class<?> application, String... arguments) {
		List<String> all = new ArrayList<>();
		all.add("--otel.exporter.otlp.endpoint=" + collector.httpEndpoint());
		all.add("--otel.bsp.schedule.delay=50ms");
		all.add("--otel.metric.export.interval=200ms");
		all.addAll(List.of(arguments));
		return new ObservedApplication(collector,
				new SpringApplicationBuilder(application).run(all.toArray(String[]::new)));
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
	}

}
