// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Says once when a destination stops taking telemetry, and once when it takes it again.
 * The signals that go to one destination share this: an outage begins with the first that
 * fails and ends with the last. What a destination refuses for good, though it is there,
 * is said for each signal, since one that is not taken at all must not hide another's
 * outage.
 */
final class Outage {

	private static final Log logger = LogFactory.getLog(Outage.class);

	private static final long QUIET = TimeUnit.MINUTES.toNanos(10);

	private final String destination;

	private final ReentrantLock lock = new ReentrantLock();

	private final Set<ExporterStatus> out = new HashSet<>();

	private final Map<ExporterStatus, Long> refusals = new HashMap<>();

	private volatile boolean ongoing;

	private long since;

	private long lost;

	Outage(String destination) {
		this.destination = destination;
	}

	String destination() {
		return this.destination;
	}

	boolean isOngoing() {
		return this.ongoing;
	}

	/**
	 * Items did not arrive.
	 * @param exporter whose items
	 * @param message why, as far as it is known
	 * @param items how many are lost by that
	 */
	void failed(ExporterStatus exporter, String message, long items) {
		this.lock.lock();
		try {
			this.lost += items;
			this.out.add(exporter);
			if (this.ongoing) {
				return;
			}
			this.ongoing = true;
			this.since = System.nanoTime();
		}
		finally {
			this.lock.unlock();
		}
		logger.warn("Telemetry cannot be exported to " + this.destination + ": " + message
				+ ". Requests are not affected; what is lost is counted, see the Actuator endpoint 'otel'. "
				+ "This is said once until the export works again.");
	}

	/**
	 * Items were refused for good by a destination that is there.
	 * @param exporter whose items
	 * @param message what the destination says about it
	 * @param items how many
	 */
	void refused(ExporterStatus exporter, String message, long items) {
		answered(exporter);
		long now = System.nanoTime();
		this.lock.lock();
		try {
			if (this.ongoing) {
				this.lost += items;
			}
			Long last = this.refusals.get(exporter);
			if (last != null && now - last < QUIET) {
				return;
			}
			this.refusals.put(exporter, now);
		}
		finally {
			this.lock.unlock();
		}
		logger.warn(items + " " + exporter.signal().items() + " were refused by " + this.destination + ": " + message
				+ ". What is refused is not sent again; it is counted, see the Actuator endpoint 'otel'. "
				+ "This is said at most every " + TimeUnit.NANOSECONDS.toMinutes(QUIET) + " minutes.");
	}

	/**
	 * Items are lost, for whatever reason.
	 * @param items how many
	 */
	void lost(long items) {
		if (this.ongoing) {
			this.lock.lock();
			try {
				this.lost += items;
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	/**
	 * The destination answered.
	 * @param exporter whose items it answered to
	 */
	void answered(ExporterStatus exporter) {
		if (!this.ongoing) {
			return;
		}
		String end;
		this.lock.lock();
		try {
			if (!this.out.remove(exporter) || !this.out.isEmpty()) {
				return;
			}
			this.ongoing = false;
			end = "Telemetry is exported to " + this.destination + " again, after "
					+ Duration.ofNanos(System.nanoTime() - this.since).toSeconds() + " s; " + this.lost
					+ " items were lost";
			this.lost = 0;
		}
		finally {
			this.lock.unlock();
		}
		logger.info(end);
	}

}
