// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import io.opentelemetry.api.OpenTelemetry;
import org.springframework.core.env.Environment;

import io.otelspring.autoconfigure.sdk.global.GlobalOwnership;

/**
 * Offers the OpenTelemetry of a context to {@code GlobalOpenTelemetry}, until the context
 * ends.
 */
final class GlobalOffer {

	GlobalOffer(OpenTelemetry openTelemetry, SdkLifecycle lifecycle, Environment environment) {
		if (GlobalRegistration.isWanted(environment) && GlobalOwnership.register()) {
			GlobalOwnership.offer(lifecycle, openTelemetry);
			lifecycle.afterwards(() -> GlobalOwnership.withdraw(lifecycle));
		}
	}

}
