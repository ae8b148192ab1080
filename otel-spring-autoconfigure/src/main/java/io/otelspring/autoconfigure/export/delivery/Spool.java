// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.otelspring.autoconfigure.export.DeliveryAccount;

/**
 * Keeps on disk what cannot be exported, for all signals and destinations together up to
 * a limit. What is written is safe from the end of the process at once, and from a power
 * failure when the operating system has brought it to the disk.
 */
final class Spool implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(Spool.class);

	private static final long LARGEST_SEGMENT = 4 << 20;

	private static final int SEGMENTS = 8;

	private static final String SUFFIX = ".batches";

	private final SpoolDirectory directory;

	private final long maxSize;

	private final ReentrantLock lock = new ReentrantLock();

	private final List<SpoolLane> lanes = new ArrayList<>();

	private long size;

	private long number;

	private Spool(SpoolDirectory directory, long maxSize) {
		this.directory = directory;
		this.maxSize = maxSize;
	}

	/**
	 * Open the spool of a process.
	 * @param root the directory, which can be shared with other processes
	 * @param maxSize the most bytes that this process has there
	 * @param service whose processes take over what others of it left
	 * @return the spool
	 * @throws IOException if nothing can be written there
	 */
	static Spool open(Path root, long maxSize, String service) throws IOException {
		return new Spool(SpoolDirectory.open(root, service), maxSize);
	}

	/**
	 * Open the spool of one signal and destination, with what processes left that are
	 * gone.
	 * @param name the same for the same signal and destination in each process
	 * @param account where items are counted
	 * @return the spool
	 * @throws IOException if it cannot be opened
	 */
	SpoolLane lane(String name, DeliveryAccount account) throws IOException {
		this.lock.lock();
		try {
			List<String> left = new ArrayList<>();
			Path path = this.directory.directory(name, (file) -> {
				String next = nextName();
				left.add(next);
				return next;
			});
			SpoolLane lane = new SpoolLane(this, path, account);
			left.forEach(lane::inherit);
			this.lanes.add(lane);
			makeRoom(0);
			if (lane.items() > 0) {
				logger.info(lane.items() + " items that were not exported before the process ended are in " + path
						+ " and will be exported");
			}
			return lane;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Delete the oldest of what processes that are gone left for destinations that this
	 * process has not, where it takes more of the disk than a process may, and say what
	 * is still there. To be called when it has opened the lanes of all that it has.
	 */
	void limitWhatIsLeft() {
		this.lock.lock();
		try {
			for (Path left : this.directory.left(this.maxSize)) {
				logger.warn("What is in " + left + " was not exported before a process of this service ended, and is "
						+ "not exported now: no exporter of this application has that name and address. Configure it "
						+ "as it was to have it sent, or delete the directory.");
			}
		}
		catch (IOException ex) {
			logger.debug("The spool cannot be looked through", ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	String nextName() {
		return String.format("%019d", this.number++) + SUFFIX;
	}

	static boolean isBatches(Path file) {
		return file.getFileName().toString().endsWith(SUFFIX) && Files.isRegularFile(file);
	}

	static long numberOf(String name) {
		return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
	}

	/**
	 * Drop what is oldest until there is room.
	 * @param space how much
	 */
	void makeRoom(long space) {
		while (this.size + space > this.maxSize && dropOldest()) {
			logger.debug("The spool is full");
		}
	}

	/**
	 * Drop the oldest file.
	 * @return whether there was one
	 */
	boolean dropOldest() {
		SpoolLane oldest = this.lanes.stream()
			.filter((lane) -> lane.oldestNumber() != null)
			.min(Comparator.comparing((lane) -> Objects.requireNonNull(lane.oldestNumber())))
			.orElse(null);
		if (oldest == null) {
			return false;
		}
		oldest.dropOldest();
		return true;
	}

	void resized(long difference) {
		this.size += difference;
	}

	/**
	 * Return whether a batch can ever be kept.
	 * @param space how much of the disk it takes
	 * @return whether it can
	 */
	boolean fits(long space) {
		return space <= this.maxSize;
	}

	long segmentSize() {
		return Math.min(LARGEST_SEGMENT, this.maxSize / SEGMENTS);
	}

	ReentrantLock lock() {
		return this.lock;
	}

	/**
	 * Leave what there is to the next process.
	 */
	@Override
	public void close() {
		this.lock.lock();
		try {
			this.lanes.forEach(SpoolLane::close);
			this.directory.close();
		}
		catch (IOException ex) {
			logger.debug("The spool cannot be closed", ex);
		}
		finally {
			this.lock.unlock();
		}
	}

}
