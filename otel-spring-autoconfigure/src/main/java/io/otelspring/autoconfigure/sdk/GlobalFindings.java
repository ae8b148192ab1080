// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.util.List;

import org.springframework.core.env.Environment;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.Finding.Severity;
import io.otelspring.autoconfigure.FindingSource;
import io.otelspring.autoconfigure.sdk.global.ForeignGlobal;
import io.otelspring.autoconfigure.sdk.global.GlobalOwnership;

/**
 * Finds a {@code GlobalOpenTelemetry} that somebody else has set.
 */
class GlobalFindings implements FindingSource {

	private final Environment environment;

	GlobalFindings(Environment environment) {
		this.environment = environment;
	}

	@Override
	public List<Finding> findings() {
		ForeignGlobal foreign = GlobalOwnership.foreign();
		if (foreign == null || !GlobalRegistration.isWanted(this.environment)) {
			return List.of();
		}
		String setBy = (foreign.setBy() != null) ? ", set by " + foreign.setBy() : "";
		if (foreign.noop()) {
			return List.of(new Finding(Severity.WARNING,
					"GlobalOpenTelemetry records nothing" + setBy + ", since it was asked for before it was set",
					"What libraries and your own code record through the global is lost",
					"Ask for GlobalOpenTelemetry later, not in a static initialiser that runs before the application "
							+ "does, or inject the OpenTelemetry bean"));
		}
		return List.of(new Finding(Severity.WARNING,
				"GlobalOpenTelemetry is owned by somebody else: " + foreign.type() + setBy,
				"What is recorded through the global does not go where this application's telemetry goes",
				"Remove the code that sets the global, or the agent; inject the OpenTelemetry bean; or set "
						+ "otel.register-global=false if it is meant to be so"));
	}

}
