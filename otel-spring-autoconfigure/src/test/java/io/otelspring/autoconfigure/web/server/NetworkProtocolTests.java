// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NetworkProtocol}.
 */
class NetworkProtocolTests {

	@ParameterizedTest
	@CsvSource({ "HTTP/1.1,,1.1", "HTTP/1.0,,1.0", "HTTP/2.0,,2", "HTTP/2,,2", "HTTP/3,,3", "SPDY/3,spdy,3",
			"http/0.9,,0.9", "quic,quic,", "'',," })
	void nameIsLeftOutForHttp(String protocol, String name, String version) {
		assertThat(NetworkProtocol.of(protocol)).isEqualTo(new NetworkProtocol(name, version));
	}

	@Test
	void unknownProtocolHasNeither() {
		assertThat(NetworkProtocol.of(null)).isEqualTo(new NetworkProtocol(null, null));
	}

}
