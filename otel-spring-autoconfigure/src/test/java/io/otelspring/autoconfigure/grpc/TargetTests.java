// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.grpc;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Target}.
 */
class TargetTests {

	@ParameterizedTest
	@CsvSource({ "shop.example:9090, shop.example, 9090", "shop.example, shop.example,", "[::1]:9090, ::1, 9090",
			"[::1], ::1,", "::1, ::1,", "joe:secret@shop.example:1, shop.example, 1", "shop:http, shop:http,",
			"shop:0, shop:0,", "[::1,," })
	void authoritiesAreTakenApart(String authority, String address, Long port) {
		assertThat(Target.of(authority)).isEqualTo(new Target(address, port));
	}

	@Test
	void whatIsNoAuthorityIsUnknown() {
		assertThat(Target.of(null)).isSameAs(Target.UNKNOWN);
		assertThat(Target.of("")).isSameAs(Target.UNKNOWN);
		assertThat(Target.of("a".repeat(300))).isSameAs(Target.UNKNOWN);
	}

}
