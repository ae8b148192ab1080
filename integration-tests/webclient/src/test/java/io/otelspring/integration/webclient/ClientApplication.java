// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.webclient;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.HttpServiceGroup;
import org.springframework.web.service.registry.ImportHttpServices;
import reactor.core.publisher.Mono;

import io.otelspring.test.OtlpCollector;

/**
 * An application that calls others.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@ImportHttpServices(group = "leaves", types = ClientApplication.Leaves.class,
		clientType = HttpServiceGroup.ClientType.WEB_CLIENT)
class ClientApplication {

	static ConfigurableApplicationContext start(OtlpCollector collector, LeafServer server, String... properties) {
		return new SpringApplicationBuilder(ClientApplication.class).web(WebApplicationType.NONE)
			.properties("spring.jmx.enabled=false", "logging.level.root=warn",
					"otel.exporter.otlp.endpoint=" + collector.httpEndpoint(), "otel.bsp.schedule.delay=50ms",
					"otel.metric.export.interval=200ms", "server.url=" + server.url(),
					"spring.http.serviceclient.leaves.base-url=" + server.url() + "/group")
			.properties(properties)
			.run();
	}

	@Bean
	WebClientCustomizer retrying() {
		return (builder) -> builder.filter((request, next) -> request.url().getPath().endsWith("/flaky") ? next
			.exchange(ClientRequest.from(request).header("X-Filter", "yes").build())
			.flatMap((response) -> response.statusCode().isError() ? response.createError() : Mono.just(response))
			.retry(2) : next.exchange(request));
	}

	@Bean
	WebClient ownClient() {
		return WebClient.create();
	}

	interface Leaves {

		@GetExchange("/leaf/{id}")
		Mono<String> leaf(@PathVariable int id);

	}

}
