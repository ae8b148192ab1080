// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.delivery;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.export.DeliveryAccount;
import io.otelspring.autoconfigure.export.DeliveryAccount.Loss;

/**
 * The batches of one signal and destination that are on disk, oldest first. One of them
 * at a time is taken, and then either done with or returned.
 */
final class SpoolLane {

	private static final Log logger = LogFactory.getLog(SpoolLane.class);

	private final Spool spool;

	private final Path directory;

	private final DeliveryAccount account;

	private final Deque<Segment> segments = new ArrayDeque<>();

	private @Nullable Batch taken;

	private @Nullable Segment takenFrom;

	private boolean closed;

	SpoolLane(Spool spool, Path directory, DeliveryAccount account) {
		this.spool = spool;
		this.directory = directory;
		this.account = account;
	}

	/**
	 * Add a file that a process left.
	 * @param name the file's new name
	 */
	void inherit(String name) {
		Path file = this.directory.resolve(name);
		try {
			Segment segment = Segment.open(Spool.numberOf(name), file);
			if (segment.damaged() > 0) {
				logger.warn(segment.damaged() + " bytes at the end of " + file
						+ " are not what was written, or not all of it; they are passed over");
			}
			this.account.taken(segment.items());
			this.segments.add(segment);
			this.spool.resized(segment.size());
		}
		catch (IOException ex) {
			logger.warn("The file " + file + " cannot be read, and what is in it is not exported: " + ex);
		}
	}

	/**
	 * Write a batch.
	 * @param batch the batch
	 * @param dropping whether the oldest may be dropped for it, should the disk be full
	 * @return whether it was written; if not, it never can be
	 * @throws IOException if the disk does not take it
	 */
	boolean append(Batch batch, boolean dropping) throws IOException {
		return alone(() -> {
			int space = Segment.spaceOf(batch);
			if (!this.spool.fits(space) || this.closed) {
				return false;
			}
			this.spool.makeRoom(space);
			IOException full = write(batch, space);
			while (full != null && dropping && this.spool.dropOldest()) {
				full = write(batch, space);
			}
			if (full != null) {
				throw full;
			}
			return true;
		});
	}

	private @Nullable IOException write(Batch batch, int space) {
		try {
			Segment last = this.segments.peekLast();
			if (last == null || last.damaged() > 0 || last.size() + space > this.spool.segmentSize()) {
				String name = this.spool.nextName();
				last = Segment.create(Spool.numberOf(name), this.directory.resolve(name));
				this.segments.add(last);
			}
			last.append(batch);
			this.spool.resized(space);
			return null;
		}
		catch (IOException ex) {
			return ex;
		}
	}

	/**
	 * Take the oldest batch.
	 * @return the batch, or {@code null} if there is none
	 */
	@Nullable Batch take() {
		return unchecked(() -> {
			Segment segment;
			while ((segment = this.segments.peek()) != null) {
				Batch batch = read(segment);
				this.account.dropped(segment.takeUnreadable(), Loss.UNREADABLE);
				if (batch != null) {
					this.taken = batch;
					this.takenFrom = segment;
					return batch;
				}
				remove(segment);
			}
			return null;
		});
	}

	private @Nullable Batch read(Segment segment) {
		try {
			return segment.read();
		}
		catch (IOException ex) {
			logger.warn("The file " + segment + " cannot be read, and what is left in it is not exported: " + ex);
			this.account.dropped(segment.items(), Loss.UNREADABLE);
			return null;
		}
	}

	/**
	 * End with the batch that was taken: it is wanted no more.
	 */
	void done() {
		unchecked(() -> {
			Segment segment = this.takenFrom;
			Batch batch = this.taken;
			this.taken = null;
			this.takenFrom = null;
			if (segment != null && batch != null) {
				try {
					segment.done(batch);
				}
				catch (IOException ex) {
					logger.debug("A batch that was sent will be sent again if this process is killed", ex);
				}
				if (segment.batches() == 0) {
					remove(segment);
				}
			}
			return null;
		});
	}

	/**
	 * Return the batch that was taken to its place.
	 * @return whether it has a place; {@code false} if others of its age were dropped
	 * meanwhile
	 */
	boolean returned() {
		return unchecked(() -> {
			boolean kept = this.takenFrom != null;
			this.taken = null;
			this.takenFrom = null;
			return kept;
		});
	}

	/**
	 * Return how many batches there are, with the one that is taken.
	 * @return the number of batches
	 */
	int batches() {
		return unchecked(() -> this.segments.stream().mapToInt(Segment::batches).sum());
	}

	long items() {
		return unchecked(() -> this.segments.stream().mapToLong(Segment::items).sum());
	}

	@Nullable Long oldestNumber() {
		Segment oldest = this.segments.peek();
		return (oldest != null) ? oldest.number() : null;
	}

	void dropOldest() {
		Segment segment = this.segments.element();
		long items = segment.items();
		if (segment == this.takenFrom && this.taken != null) {
			// Its answer may still say that it arrived
			items -= this.taken.items();
			this.takenFrom = null;
		}
		this.account.dropped(items, Loss.QUEUE_FULL);
		remove(segment);
	}

	private void remove(Segment segment) {
		this.segments.remove(segment);
		this.spool.resized(-segment.size());
		try {
			segment.delete();
		}
		catch (IOException ex) {
			logger.warn("The file " + segment + " cannot be deleted; what is in it may be exported again: " + ex);
		}
	}

	void close() {
		this.closed = true;
		for (Segment segment : this.segments) {
			try {
				segment.close();
			}
			catch (IOException ex) {
				logger.debug("The file " + segment + " cannot be closed", ex);
			}
		}
	}

	private <T> T alone(Step<T> step) throws IOException {
		this.spool.lock().lock();
		try {
			return step.run();
		}
		finally {
			this.spool.lock().unlock();
		}
	}

	private <T extends @Nullable Object> T unchecked(Supplier<T> step) {
		this.spool.lock().lock();
		try {
			return step.get();
		}
		finally {
			this.spool.lock().unlock();
		}
	}

	@FunctionalInterface
	private interface Step<T> {

		T run() throws IOException;

	}

}
