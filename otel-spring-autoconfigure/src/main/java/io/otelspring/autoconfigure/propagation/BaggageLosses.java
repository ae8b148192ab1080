// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.propagation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.Finding.Severity;
import io.otelspring.autoconfigure.FindingSource;

/**
 * Counts what the limits of baggage take away, and members that are malformed, and says
 * each once. Nothing that a caller wrote is kept.
 */
public final class BaggageLosses implements FindingSource {

	// OpenTelemetry's, which are W3C's
	static final int MOST_ENTRIES = 64;

	static final int MOST_CHARACTERS = 8192;

	private static final Log logger = LogFactory.getLog(BaggageLosses.class);

	private final LongAdder notRead = new LongAdder();

	private final LongAdder notSent = new LongAdder();

	private final LongAdder[] malformed = Stream.generate(LongAdder::new)
		.limit(Defect.values().length)
		.toArray(LongAdder[]::new);

	private final AtomicBoolean limited = new AtomicBoolean();

	private final AtomicBoolean misread = new AtomicBoolean();

	void notRead(int entries) {
		this.notRead.add(entries);
		limited(entries);
	}

	void notSent(int entries) {
		this.notSent.add(entries);
		limited(entries);
	}

	private void limited(int entries) {
		if (entries > 0 && this.limited.compareAndSet(false, true)) {
			log(limits());
		}
	}

	void malformed(Defect defect) {
		this.malformed[defect.ordinal()].increment();
		if (this.misread.compareAndSet(false, true)) {
			log(malformed());
		}
	}

	private static void log(Finding finding) {
		logger.warn(finding.what() + ". " + finding.why() + ". " + finding.fix() + ".");
	}

	@Override
	public boolean isLogged() {
		return true;
	}

	@Override
	public List<Finding> findings() {
		List<Finding> findings = new ArrayList<>();
		if (this.limited.get()) {
			findings.add(limits());
		}
		if (this.misread.get()) {
			findings.add(malformed());
		}
		return findings;
	}

	private Finding limits() {
		return new Finding(Severity.WARNING,
				"Limits of baggage were reached: " + this.notRead + " entries not read, " + this.notSent
						+ " entries not sent",
				"Baggage has at most " + MOST_ENTRIES + " entries and " + MOST_CHARACTERS
						+ " characters; what is beyond them does not travel on",
				"Put less into it, such as ids alone; a caller that is not trusted is kept out by "
						+ "otel.propagation.accept-from");
	}

	private Finding malformed() {
		String counts = Arrays.stream(Defect.values())
			.filter((defect) -> this.malformed[defect.ordinal()].sum() > 0)
			.map((defect) -> this.malformed[defect.ordinal()] + " " + defect.text)
			.collect(Collectors.joining(", "));
		return new Finding(Severity.WARNING, "Baggage that was received has malformed members: " + counts,
				"A member that is malformed is not read and does not travel on; those beside it do",
				"Have the callers write key=value, and percent-encode what is not plain ASCII, as OpenTelemetry does; a "
						+ "caller that is not trusted is kept out by otel.propagation.accept-from");
	}

	/**
	 * What keeps a member from being read.
	 */
	enum Defect {

		NO_EQUALS_SIGN("without '='"), EMPTY_KEY("with an empty key"),
		ILLEGAL_CHARACTER("with characters that may not stand there"),
		PERCENT_ENCODING("with a percent sign that encodes nothing");

		private final String text;

		Defect(String text) {
			this.text = text;
		}

	}

}
