// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.kafka;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BrokerAddress}.
 */
class BrokerAddressTests {

	@ParameterizedTest
	@CsvSource({ "kafka.example:9092, kafka.example, 9092", "PLAINTEXT://kafka.example:9093, kafka.example, 9093",
			"[::1]:9092, ::1, 9092" })
	void oneServerIsTheAddress(String servers, String host, long port) {
		assertThat(of(servers)).isEqualTo(new BrokerAddress(host, port));
		assertThat(of(List.of(servers))).isEqualTo(new BrokerAddress(host, port));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a:1,b:2", "nonsense", "a:b", "", ":1" })
	void whatIsNotOneServerIsNoAddress(String servers) {
		assertThat(of(servers)).isNull();
	}

	@Test
	void severalServersAreNoAddress() {
		assertThat(of(List.of("a:1", "b:2"))).isNull();
		assertThat(BrokerAddress.of(Map::of)).isNull();
		assertThat(BrokerAddress.of(() -> {
			throw new UnsupportedOperationException();
		})).isNull();
	}

	private static BrokerAddress of(Object servers) {
		return BrokerAddress.of(() -> Map.of("bootstrap.servers", servers));
	}

}
