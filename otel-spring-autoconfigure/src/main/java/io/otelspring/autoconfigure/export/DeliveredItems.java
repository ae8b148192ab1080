// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.otelspring.autoconfigure.export.transport.Answer;

/**
 * The items of one exporter that are in the delivery's hands.
 */
final class DeliveredItems implements DeliveryAccount {

	private static final Log logger = LogFactory.getLog(DeliveredItems.class);

	private final ExporterStatus status;

	private final ItemAccount account;

	private final LongAdder held = new LongAdder();

	private final AtomicBoolean rejectionSaid = new AtomicBoolean();

	DeliveredItems(ExporterStatus status) {
		this.status = status;
		this.account = status.account();
	}

	long held() {
		return this.held.sum();
	}

	@Override
	public boolean taken(long items) {
		if (!ExportAttempt.handOver(this.account, items)) {
			return false;
		}
		this.held.add(items);
		return true;
	}

	@Override
	public void accepted(long items, Answer answer, long nanos) {
		this.held.add(-items);
		long rejected = Math.min(items, Math.max(0, answer.rejected()));
		if (rejected > 0) {
			rejected(rejected, message(answer));
		}
		this.account.succeeded(items - rejected, nanos, (rejected > 0) ? ExportErrors.REJECTED : null, answer.status());
	}

	private void rejected(long items, String message) {
		this.account.rejected(items, message);
		if (this.rejectionSaid.compareAndSet(false, true)) {
			logger.warn(items + " " + this.status.signal().items() + " were rejected by " + this.status.endpoint()
					+ ", which accepted others of the same batch: " + message
					+ ". What is rejected is counted. This is said once.");
		}
	}

	@Override
	public void refused(long items, Answer answer, long nanos) {
		this.held.add(-items);
		String error = (answer.status() != null) ? answer.status() : ExportErrors.OTHER;
		this.account.refused(items, message(answer), error, nanos, answer.status());
	}

	@Override
	public void postponed(Answer answer) {
		this.account.postponed(message(answer));
	}

	@Override
	public void dropped(long items, Loss loss) {
		this.held.add(-items);
		this.account.givenUp(items, loss.errorType());
	}

	private static String message(Answer answer) {
		return (answer.message() != null) ? answer.message() : "the server gives no reason";
	}

}
