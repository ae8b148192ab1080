// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.delivery;

import java.util.concurrent.atomic.AtomicLong;

import io.otelspring.autoconfigure.export.DeliveryAccount;
import io.otelspring.autoconfigure.export.transport.Answer;

/**
 * Counts what the delivery says.
 */
class CountingAccount implements DeliveryAccount {

	final AtomicLong taken = new AtomicLong();

	final AtomicLong exported = new AtomicLong();

	final AtomicLong failed = new AtomicLong();

	final AtomicLong dropped = new AtomicLong();

	final AtomicLong postponed = new AtomicLong();

	@Override
	public boolean taken(long items) {
		this.taken.addAndGet(items);
		return true;
	}

	@Override
	public void accepted(long items, Answer answer, long nanos) {
		this.exported.addAndGet(items - answer.rejected());
		this.failed.addAndGet(answer.rejected());
	}

	@Override
	public void refused(long items, Answer answer, long nanos) {
		this.failed.addAndGet(items);
	}

	@Override
	public void postponed(Answer answer) {
		this.postponed.incrementAndGet();
	}

	@Override
	public void dropped(long items, Loss loss) {
		this.dropped.addAndGet(items);
	}

	long queued() {
		return this.taken.get() - this.exported.get() - this.failed.get() - this.dropped.get();
	}

}
