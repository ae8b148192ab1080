// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.blocking;

import java.net.URI;
import java.util.List;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

import io.otelspring.autoconfigure.web.client.HttpClientTelemetry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BlockingHttpClientAutoConfiguration}.
 */
class BlockingHttpClientAutoConfigurationTests extends ClientContexts {

	@Test
	void registeredInAutoConfigurationImports() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()))
			.contains(BlockingHttpClientAutoConfiguration.class.getName());
	}

	@Test
	void isOnByDefault() {
		this.boot.run((context) -> assertThat(context).hasSingleBean(HttpClientTelemetry.class)
			.hasSingleBean(HttpClientPostProcessor.class)
			.hasSingleBean(TracingRestClientCustomizer.class)
			.hasSingleBean(TracingRestTemplateCustomizer.class)
			.hasSingleBean(TracingHttpServiceGroupConfigurer.class));
	}

	@Test
	void canBeSwitchedOff() {
		for (String property : List.of("otel.instrumentation.http.client.enabled=false",
				"otel.instrumentation.common.default-enabled=false", "otel.sdk.disabled=true")) {
			this.boot.withPropertyValues(property).run((context) -> {
				assertThat(context).doesNotHaveBean(HttpClientTelemetry.class)
					.doesNotHaveBean(HttpClientPostProcessor.class);
				context.getBean(RestClient.Builder.class)
					.build()
					.get()
					.uri(this.server.url())
					.retrieve()
					.toBodilessEntity();
				assertThat(this.server.request().header("traceparent")).isNull();
			});
		}
	}

	@Test
	void needsTheSdk() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(BlockingHttpClientAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(HttpClientTelemetry.class));
	}

	@Test
	void needsSpringsClients() {
		this.plain.withClassLoader(new FilteredClassLoader(RestTemplate.class, RestClient.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(BlockingHttpClientAutoConfiguration.class));
	}

	@Test
	void propertiesAreUsed() {
		this.boot
			.withPropertyValues("otel.instrumentation.http.client.capture-request-headers=X-Tenant,X-Other",
					"otel.instrumentation.http.client.capture-response-headers[0]=X-Answer",
					"otel.instrumentation.http.client.propagate-to=nowhere.example",
					"otel.redaction.query-parameters=secret")
			.run((context) -> {
				context.getBean(RestClient.Builder.class)
					.build()
					.get()
					.uri(URI.create(this.server.url() + "/leaf?secret=a"))
					.header("X-Tenant", "north")
					.retrieve()
					.toBodilessEntity();
				SpanData span = this.recorded.span();
				assertThat(span.getAttributes().toString()).contains("http.request.header.x-tenant")
					.contains("http.response.header.x-answer")
					.contains("secret=REDACTED");
				assertThat(this.server.request().header("traceparent")).isNull();
			});
	}

	@Test
	void traceHeadersCanBeKeptFromEverybody() {
		this.boot.withPropertyValues("otel.instrumentation.http.client.propagate-to=").run((context) -> {
			context.getBean(RestClient.Builder.class)
				.build()
				.get()
				.uri(this.server.url())
				.retrieve()
				.toBodilessEntity();
			assertThat(this.server.request().header("traceparent")).isNull();
			assertThat(this.recorded.spans()).hasSize(1);
		});
	}

}
