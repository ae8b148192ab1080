// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Starts applications whose log records are recorded.
 */
final class LogApplication {

	static final SpanContext SPAN = SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
			TraceFlags.getDefault(), TraceState.getDefault());

	private final RecordedLogs logs = new RecordedLogs();

	private final List<String> properties = new ArrayList<>();

	private final List<Class<?>> sources = new ArrayList<>(List.of(Telemetry.class));

	private Consumer<SpringApplicationBuilder> customizer = (builder) -> {
	};

	LogApplication with(String... properties) {
		this.properties.addAll(List.of(properties));
		return this;
	}

	LogApplication with(Class<?> source) {
		this.sources.add(source);
		return this;
	}

	LogApplication with(Consumer<SpringApplicationBuilder> customizer) {
		this.customizer = this.customizer.andThen(customizer);
		return this;
	}

	RecordedLogs logs() {
		return this.logs;
	}

	ConfigurableApplicationContext run() {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(this.sources.toArray(Class<?>[]::new))
			.web(WebApplicationType.NONE)
			.initializers((context) -> context.getBeanFactory().registerSingleton("recordedLogs", this.logs));
		this.customizer.accept(builder);
		return builder.run(this.properties.stream().map((property) -> "--" + property).toArray(String[]::new));
	}

	static void inSpan(Runnable task) {
		try (Scope scope = Span.wrap(SPAN).makeCurrent()) {
			task.run();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(LoggingAutoConfiguration.class)
	static class Telemetry {

		@Bean(destroyMethod = "close")
		OpenTelemetrySdk openTelemetry(RecordedLogs logs) {
			return OpenTelemetrySdk.builder().setLoggerProvider(logs.provider()).build();
		}

	}

}
