// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client;

import java.net.URI;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Targets}.
 */
class TargetsTests {

	private final Targets targets = new Targets(List.of("api.example.com", "*.Internal", "10.*"));

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

}
