// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.delivery;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.export.DeliveryAccount;
import io.otelspring.autoconfigure.export.DeliveryAccount.Loss;

/**
 * The batches that wait for one destination, oldest first: those on disk, if there is a
 * spool, and then those in memory. Memory is bounded; where the limit is reached, the
 * oldest go to the disk or are dropped. Not for several threads at once.
 */
final class Backlog {

	private static final Log logger = LogFactory.getLog(Backlog.class);

	private static final long DISK_PAUSE = TimeUnit.SECONDS.toNanos(1);

	private final long maxMemory;

	private final @Nullable SpoolLane spool;

	private final DeliveryAccount account;

	private final Deque<Batch> memory = new ArrayDeque<>();

	private long bytes;

	private @Nullable Batch taken;

	private boolean takenFromDisk;

	private boolean diskFails;

	private long diskRetry;

	Backlog(long maxMemory, @Nullable SpoolLane spool, DeliveryAccount account) {
		this.maxMemory = maxMemory;
		this.spool = spool;
		this.account = account;
	}

	/**
	 * Add the newest batch. The one that comes alone is kept whatever its size.
	 * @param batch the batch
	 */
	void add(Batch batch) {
		this.memory.add(batch);
		this.bytes += batch.size();
		if (this.bytes > this.maxMemory && this.memory.size() > 1) {
			save(true);
			while (this.bytes > this.maxMemory && this.memory.size() > 1) {
				this.account.dropped(poll().items(), Loss.QUEUE_FULL);
			}
		}
	}

	private Batch poll() {
		Batch oldest = this.memory.remove();
		this.bytes -= oldest.size();
		return oldest;
	}

	/**
	 * Take the oldest batch, to send it. It is not taken from for good until it is
	 * {@link #done()}.
	 * @return the batch, or {@code null} if there is none
	 */
	@Nullable Batch take() {
		takeBack();
		Batch batch = (this.spool != null) ? this.spool.take() : null;
		this.takenFromDisk = batch != null;
		if (batch == null && !this.memory.isEmpty()) {
			batch = poll();
		}
		this.taken = batch;
		return batch;
	}

	/**
	 * End with the batch that was taken.
	 */
	void done() {
		this.taken = null;
		if (this.takenFromDisk && this.spool != null) {
			this.spool.done();
		}
	}

	/**
	 * Take the batch back that was taken, as the oldest.
	 */
	void takeBack() {
		Batch batch = this.taken;
		if (batch == null) {
			return;
		}
		this.taken = null;
		if (!this.takenFromDisk) {
			this.memory.addFirst(batch);
			this.bytes += batch.size();
		}
		else if (this.spool != null && !this.spool.returned()) {
			this.account.dropped(batch.items(), Loss.QUEUE_FULL);
		}
	}

	/**
	 * Bring what is in memory to the disk, if there is a spool.
	 * @param dropping whether the oldest on disk may be dropped for it
	 */
	void save(boolean dropping) {
		if (this.spool == null || (this.diskFails && System.nanoTime() - this.diskRetry < 0)) {
			return;
		}
		try {
			Batch batch;
			while ((batch = this.memory.peek()) != null) {
				if (!this.spool.append(batch, dropping)) {
					this.account.dropped(batch.items(), Loss.QUEUE_FULL);
				}
				poll();
			}
			if (this.diskFails) {
				this.diskFails = false;
				logger.info("Telemetry can be written to the spool again");
			}
		}
		catch (IOException ex) {
			this.diskRetry = System.nanoTime() + DISK_PAUSE;
			if (!this.diskFails) {
				this.diskFails = true;
				logger.warn("Telemetry cannot be written to the spool (otel.export.spool.directory) and is held in "
						+ "memory instead: " + ex + ". This is said once until it can be.");
			}
		}
	}

	/**
	 * Give up what is in memory, or leave it to the next process where there is a spool.
	 */
	void end() {
		takeBack();
		this.diskRetry = System.nanoTime();
		save(true);
		while (!this.memory.isEmpty()) {
			this.account.dropped(poll().items(), Loss.SHUTDOWN);
		}
	}

	/**
	 * Return how many batches there are, with the one that is taken.
	 * @return the number of batches
	 */
	int size() {
		int inMemory = this.memory.size() + ((this.taken != null && !this.takenFromDisk) ? 1 : 0);
		return inMemory + ((this.spool != null) ? this.spool.batches() : 0);
	}

	boolean isEmpty() {
		return size() == 0;
	}

}
