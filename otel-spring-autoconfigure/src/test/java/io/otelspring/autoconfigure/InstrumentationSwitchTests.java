// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InstrumentationSwitch}.
 */
class InstrumentationSwitchTests {

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void isAsByDefaultWhereNothingIsSet() {
		assertThat(decide(true).on()).isTrue();
		assertThat(decide(false).on()).isFalse();
		assertThat(decide(false).because())
			.isEqualTo("otel.instrumentation.logging.enabled is not set and false by default");
	}

	@Test
	void isOffWhereTheSdkIsDisabledWhateverElseIsSet() {
		this.environment.setProperty("otel.sdk.disabled", "true");
		this.environment.setProperty("otel.instrumentation.logging.enabled", "true");
		assertThat(decide(true)).isEqualTo(new InstrumentationSwitch(false, "otel.sdk.disabled is true"));
	}

	@Test
	void followsItsOwnSwitchBeforeTheCommonOne() {
		this.environment.setProperty("otel.instrumentation.common.default-enabled", "false");
		assertThat(decide(true).on()).isFalse();
		this.environment.setProperty("otel.instrumentation.logging.enabled", "true");
		assertThat(decide(false))
			.isEqualTo(new InstrumentationSwitch(true, "otel.instrumentation.logging.enabled is true"));
	}

	private InstrumentationSwitch decide(boolean enabledByDefault) {
		return InstrumentationSwitch.of(this.environment, "logging", enabledByDefault);
	}

}
