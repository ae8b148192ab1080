// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CapturedMdc}.
 */
class CapturedMdcTests {

	private static final LoggingProperties.Mdc IDS = new LoggingProperties.Mdc("traceId", "spanId");

	@Test
	void capturesAllButOurOwnIds() {
		CapturedMdc mdc = new CapturedMdc(List.of("*"), IDS);
		assertThat(mdc.keyFor("tenant")).isEqualTo(AttributeKey.stringKey("tenant")).isSameAs(mdc.keyFor("tenant"));
		assertThat(mdc.keyFor("traceId")).isNull();
		assertThat(mdc.keyFor("spanId")).isNull();
		assertThat(mdc.keyFor("")).isNull();
	}

	@Test
	void capturesNamesAndPatterns() {
		CapturedMdc mdc = new CapturedMdc(List.of("tenant", "order.*"), IDS);
		assertThat(mdc.keyFor("tenant")).isNotNull();
		assertThat(mdc.keyFor("order.id")).isNotNull();
		assertThat(mdc.keyFor("tenants")).isNull();
		assertThat(mdc.keyFor("order")).isNull();
	}

	@Test
	void capturesNothingForAnEmptyList() {
		CapturedMdc mdc = new CapturedMdc(List.of(), IDS);
		assertThat(mdc.isEmpty()).isTrue();
		assertThat(mdc.keyFor("tenant")).isNull();
	}

	@Test
	void decidesAlsoForMoreNamesThanItRemembers() {
		CapturedMdc mdc = new CapturedMdc(List.of("n1*"), IDS);
		for (int i = 0; i < 3_000; i++) {
			mdc.keyFor("x" + i);
		}
		assertThat(mdc.keyFor("n17")).isEqualTo(AttributeKey.stringKey("n17"));
		assertThat(mdc.keyFor("n27")).isNull();
	}

}
