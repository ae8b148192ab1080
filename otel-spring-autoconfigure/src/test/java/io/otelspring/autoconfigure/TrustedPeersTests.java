// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TrustedPeers}.
 */
class TrustedPeersTests {

	@ParameterizedTest
	@CsvSource({ "10.0.0.0/8, 10.255.1.2, true", "10.0.0.0/8, 11.0.0.1, false", "10.1.2.3, 10.1.2.3, true",
			"10.1.2.3, 10.1.2.4, false", "192.168.4.0/22, 192.168.7.255, true", "192.168.4.0/22, 192.168.8.0, false",
			"0.0.0.0/0, 203.0.113.1, true", "0.0.0.0/0, ::1, false", "fd00::/8, fd12::1, true",
			"fd00::/8, fe80::1%eth0, false", "::1, 0:0:0:0:0:0:0:1, true", "::ffff:10.0.0.1, 10.0.0.1, true",
			"10.0.0.1, ::ffff:10.0.0.1, true", "fe80::/10, [fe80::1%2], true", "10.0.0.0/8, proxy.example, false" })
	void rangeContainsItsAddresses(String range, String address, boolean contained) {
		assertThat(TrustedPeers.of(List.of(range)).contain(address)).isEqualTo(contained);
	}

	@Test
	void asteriskStandsForAllEvenWithoutAnAddress() {
		TrustedPeers peers = TrustedPeers.of(List.of("10.0.0.0/8", "*"));
		assertThat(peers.areAll()).isTrue();
		assertThat(peers.contain(null)).isTrue();
	}

	@Test
	void nobodyIsTrustedWhereNoneIsNamed() {
		TrustedPeers peers = TrustedPeers.of(List.of());
		assertThat(peers.areAll()).isFalse();
		assertThat(peers.contain("127.0.0.1")).isFalse();
		assertThat(peers.contain(null)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "proxy.example", "10.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "::1/129", "1",
			"/8", "10.0.0.256", "face.cafe.b.d", "10.0.0.0/" })
	void whatIsNoRangeIsRefused(String range) {
		assertThatIllegalArgumentException().isThrownBy(() -> TrustedPeers.of(List.of(range)))
			.withMessageContaining(range);
	}

}
