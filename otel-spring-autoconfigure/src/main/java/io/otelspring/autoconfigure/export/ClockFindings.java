// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.Finding.Severity;
import io.otelspring.autoconfigure.FindingSource;
import io.otelspring.autoconfigure.export.transport.ServerTime;

/**
 * Finds that the clock of this machine and that of a receiver differ. Receivers tell
 * their time in whole seconds, and an answer can take one or two, so that less than five
 * seconds may be nothing.
 */
class ClockFindings implements FindingSource {

	private static final Duration TOLERATED = Duration.ofSeconds(5);

	private final ServerTime serverTime;

	ClockFindings(ServerTime serverTime) {
		this.serverTime = serverTime;
	}

	@Override
	public List<Finding> findings() {
		List<Finding> findings = new ArrayList<>();
		this.serverTime.ahead().forEach((host, ahead) -> {
			if (ahead.abs().compareTo(TOLERATED) > 0) {
				findings.add(new Finding(Severity.WARNING,
						"The clock of this machine is " + ahead.abs().toSeconds() + " s "
								+ (ahead.isNegative() ? "ahead of" : "behind") + " that of " + host,
						"Spans of several machines do not fit together, and what seems too old or to come from the "
								+ "future may be refused",
						"Keep both clocks right, with NTP or chrony"));
			}
		});
		return findings;
	}

}
