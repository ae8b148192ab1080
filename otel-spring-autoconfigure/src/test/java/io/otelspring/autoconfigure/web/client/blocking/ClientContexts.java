// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.blocking;

import io.opentelemetry.api.OpenTelemetry;
import org.junit.jupiter.api.AfterEach;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.otelspring.autoconfigure.web.client.LoopbackServer;
import io.otelspring.autoconfigure.web.client.Recorded;

/**
 * What tests of clients in applications have in common: contexts with and without what
 * Boot configures, what is recorded in them, and a server that is called.
 */
abstract class ClientContexts {

	final Recorded recorded = new Recorded();

	final LoopbackServer server = new LoopbackServer();

	final ApplicationContextRunner plain = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BlockingHttpClientAutoConfiguration.class))
		.withBean(OpenTelemetry.class, this.recorded::sdk, (definition) -> definition.setDestroyMethodName(""))
		.withPropertyValues("server.url=" + this.server.url());

	final ApplicationContextRunner boot = this.plain.withConfiguration(AutoConfigurations.of(
			ImperativeHttpClientAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class,
			RestClientAutoConfiguration.class, RestTemplateAutoConfiguration.class,
			HttpServiceClientPropertiesAutoConfiguration.class, HttpServiceClientAutoConfiguration.class));

	@AfterEach
	void close() {
		this.server.close();
	}

}
