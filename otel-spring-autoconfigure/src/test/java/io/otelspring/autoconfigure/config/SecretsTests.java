// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SecretsTests {

	@ParameterizedTest
	@ValueSource(strings = { "otel.exporter.otlp.headers", "otel.exporter.otlp.headers.api-key",
			"otel.exporter.otlp.traces.headers", "otel.backends.new-relic.api-key", "otel.backends.x.license-key",
			"otel.backends.azure.connection-string", "otel.x.password", "otel.x.token", "otel.x.client-secret" })
	void secretIsMasked(String name) {
		assertThat(Secrets.mask(name, "planted")).isEqualTo(Secrets.MASK);
	}

	@ParameterizedTest
	@ValueSource(strings = { "otel.exporter.otlp.client.key", "otel.instrumentation.logging.mdc.trace-id-key",
			"otel.service.name", "otel.exporter.otlp.endpoint" })
	void otherValueIsShown(String name) {
		assertThat(Secrets.mask(name, "value")).isEqualTo("value");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://user:planted@host:4318", "https://planted@host/path" })
	void userInformationIsMasked(String url) {
		assertThat(Secrets.mask("otel.exporter.otlp.endpoint", url)).doesNotContain("planted").contains("@host");
	}

	@Test
	void entriesOfAMapAreMaskedByTheirKeys() {
		assertThat(Secrets.mask("otel.resource.attributes", "team=a,deploy.password=pl$1nted, api-key = planted,b="))
			.isEqualTo("team=a,deploy.password=******, api-key =******,b=");
	}

}
