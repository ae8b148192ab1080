// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client;

import java.net.URI;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import io.otelspring.autoconfigure.HostPatterns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Targets}.
 */
class TargetsTests {

	private final Targets targets = new Targets(HostPatterns.of(List.of("api.example.com", "*.Internal", "10.*")));

	@ParameterizedTest
	@CsvSource({ "http://api.example.com/x,http,api.example.com,80",
			"https://api.example.com/x,https,api.example.com,443",
			"HTTPS://user:word@api.example.com:8443,https,api.example.com,8443", "http://[::1]:8080/,http,::1,8080",
			"http://my_service:9090/a,http,my_service,9090", "http://u@my_service/a,http,my_service,80",
			"http://my_service:none/a,http,my_service:none,80" })
	void takesTheUrlApart(URI uri, String scheme, String host, long port) {
		Target target = this.targets.get(uri);
		assertThat(target.scheme()).isEqualTo(scheme);
		assertThat(target.host()).isEqualTo(host);
		assertThat(target.port()).isEqualTo(port);
		assertThat(this.targets.get(uri)).isSameAs(target);
	}

	@ParameterizedTest
	@CsvSource({ "http://api.example.com/,true", "http://API.example.com/,true", "http://b.internal/,true",
			"http://10.1.2.3/,true", "http://example.com/,false", "http://evil-api.example.com/,false",
			"http://internal/,false" })
	void propagatesWhereAPatternMatches(URI uri, boolean propagate) {
		assertThat(this.targets.get(uri).propagate()).isEqualTo(propagate);
	}

	@Test
	void copesWithUrlsThatNameNoServer() {
		assertThat(this.targets.get(URI.create("/only/a/path")).host()).isEmpty();
	}

	@Test
	void servesMoreServersThanItRemembers() {
		for (int i = 0; i < 5000; i++) {
			assertThat(this.targets.get(URI.create("http://host" + i + "/")).host()).isEqualTo("host" + i);
		}
	}

	@ParameterizedTest
	@CsvSource({ "api.example.com:8443,https://api.example.com:8443/,true",
			"api.example.com:8443,https://api.example.com/,false", "api.example.com:443,https://API.example.com/,true",
			"*.example.com:*,http://a.example.com:99/,true", "[::1]:8080,http://[::1]:8080/,true",
			"[::1]:8080,http://[::1]:8081/,false", "[::1],http://[::1]:8081/,true", "::1,http://[::1]/,true",
			"2001:DB8::*,http://[2001:db8::7]/,true", "*,http://[2001:db8::7]/,true", "10.1.*,http://10.1.2.3/,true",
			"10.1.*,http://10.1.evil.example/,true", "example.com,http://example.com./,false" })
	void patternsKnowPortsAndAddresses(String pattern, URI uri, boolean propagate) {
		assertThat(new Targets(HostPatterns.of(List.of(pattern))).get(uri).propagate()).isEqualTo(propagate);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://api.example.com", "api.example.com/path", "api.example.com:https", "[::1",
			"[::1]x", "user@host", "host:70000" })
	void whatIsNoHostIsRefused(String pattern) {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> HostPatterns.of(List.of(pattern)));
	}

}
