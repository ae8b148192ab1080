// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.propagation;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.Finding.Severity;
import io.otelspring.autoconfigure.FindingSource;

/**
 * Counts what the limits of baggage take away, and says so once.
 */
public final class BaggageLimits implements FindingSource {

	// OpenTelemetry's, which are W3C's
	static final int MOST_ENTRIES = 64;

	static final int MOST_CHARACTERS = 8192;

	private static final Log logger = LogFactory.getLog(BaggageLimits.class);

	private final LongAdder notRead = new LongAdder();

	private final LongAdder notSent = new LongAdder();

	private final AtomicBoolean said = new AtomicBoolean();

	void notRead(int entries) {
		count(this.notRead, entries);
	}

	void notSent(int entries) {
		count(this.notSent, entries);
	}

	private void count(LongAdder counter, int entries) {
		counter.add(entries);
		if (entries > 0 && this.said.compareAndSet(false, true)) {
			Finding finding = finding();
			logger.warn(finding.what() + ". " + finding.why() + ". " + finding.fix() + ".");
		}
	}

	@Override
	public boolean isLogged() {
		return true;
	}

	@Override
	public List<Finding> findings() {
		return this.said.get() ? List.of(finding()) : List.of();
	}

	private Finding finding() {
		return new Finding(Severity.WARNING,
				"Limits of baggage were reached: " + this.notRead + " entries not read, " + this.notSent
						+ " entries not sent",
				"Baggage has at most " + MOST_ENTRIES + " entries and " + MOST_CHARACTERS
						+ " characters; what is beyond them does not travel on",
				"Put less into it, such as ids alone; a caller that is not trusted is kept out by "
						+ "otel.propagation.accept-from");
	}

}
