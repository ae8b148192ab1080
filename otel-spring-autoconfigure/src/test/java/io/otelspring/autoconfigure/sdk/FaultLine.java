// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import io.otelspring.autoconfigure.export.Signal;
import io.otelspring.test.Fault;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The account of one signal, by one protocol, with one fault.
 *
 * @param fault what was wrong
 * @param protocol the protocol
 * @param signal the signal
 * @param made how many items were made
 * @param taken how many the collector took in
 * @param exported how many were counted as exported
 * @param failed how many were counted as failed
 * @param dropped how many were counted as dropped
 * @param unique how many different items the collector took in, or -1 if they cannot be
 * told from each other
 * @param rejected how many the collector said that it rejected
 * @param unacknowledged for how many the collector's answer was lost
 */
record FaultLine(Trouble fault, String protocol, Signal signal, long made, long taken, long exported, long failed,
		long dropped, long unique, long rejected, long unacknowledged) {

	FaultLine minus(FaultLine before) {
		return new FaultLine(this.fault, this.protocol, this.signal, this.made - before.made, this.taken - before.taken,
				this.exported - before.exported, this.failed - before.failed, this.dropped - before.dropped, -1,
				this.rejected - before.rejected, this.unacknowledged - before.unacknowledged);
	}

	FaultLine with(long made, long unique) {
		return new FaultLine(this.fault, this.protocol, this.signal, made, this.taken, this.exported, this.failed,
				this.dropped, unique, this.rejected, this.unacknowledged);
	}

	private long again() {
		return this.taken - ((this.unique >= 0) ? this.unique : this.exported + this.rejected);
	}

	void check() {
		assertThat(this.made).as(row()).isPositive().isEqualTo(this.exported + this.failed + this.dropped);
		assertThat(again()).as(row()).isBetween(0L, this.unacknowledged);
		if (this.unique >= 0) {
			assertThat(this.unique).as(row()).isEqualTo(this.exported + this.rejected);
		}
		boolean zipkin = this.protocol.equals("http/json");
		if (this.fault.is(Fault.BAD_REQUEST) || (this.fault.is(Fault.SERVER_ERROR) && !zipkin)) {
			// Whether metrics are collected meanwhile is left to the reader
			assertThat(this.failed > 0 || this.signal == Signal.METRICS).as(row()).isTrue();
		}
		else {
			assertThat(this.failed).as(row()).isEqualTo(this.rejected);
		}
		if (!this.fault.is(Fault.REJECTING_ONE)) {
			assertThat(this.rejected).as(row()).isZero();
		}
		assertThat(this.dropped).as(row()).isZero();
	}

	String row() {
		return "| " + this.fault + " | " + this.protocol + " | " + this.signal.id() + " | " + this.made + " | "
				+ this.exported + " | " + this.failed + " | " + this.dropped + " | " + (this.taken - again()) + " | "
				+ again() + " | " + this.unacknowledged + " |\n";
	}

}
