// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Says once when a destination stops taking telemetry, and once when it takes it again.
 * The signals that go to one destination share this: an outage begins with the first that
 * fails and ends with the last. What a destination refuses for good, though it is there,
 * is said for each signal, since one that is not taken at all must not hide another's
 * outage. A destination that comes and goes is not said each time.
 */
final class Outage {

	private static final Log logger = LogFactory.getLog(Outage.class);

	private static final long QUIET = TimeUnit.MINUTES.toNanos(10);

	// What began again within the quiet time is said only if it lasts
	private static final long BRIEF = TimeUnit.SECONDS.toNanos(30);

	private final String destination;

	private final LongSupplier clock;

	private final ReentrantLock lock = new ReentrantLock();

	private final Set<ExporterStatus> out = new HashSet<>();

	private final Map<ExporterStatus, Long> refusals = new HashMap<>();

	private volatile boolean ongoing;

	private long since;

	private long lost;

	private boolean said;

	private @Nullable Long lastSaid;

	Outage(String destination) {
		this(destination, System::nanoTime);
	}

	Outage(String destination, LongSupplier clock) {
		this.destination = destination;
		this.clock = clock;
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
			long now = this.clock.getAsLong();
			if (!this.ongoing) {
				this.ongoing = true;
				this.said = false;
				this.since = now;
			}
			if (this.said || !isWorthSaying(now)) {
				return;
			}
			this.said = true;
			this.lastSaid = now;
		}
		finally {
			this.lock.unlock();
		}
		logger.warn("Telemetry cannot be exported to " + this.destination + ": " + message
				+ ". Requests are not affected; what is lost is counted, see the Actuator endpoint 'otel'. "
				+ "This is said once until the export works again.");
	}

	// A destination that comes and goes must not fill the log
	private boolean isWorthSaying(long now) {
		Long last = this.lastSaid;
		return last == null || now - last > QUIET || now - this.since > BRIEF;
	}

	/**
	 * Items were refused for good by a destination that is there.
	 * @param exporter whose items
	 * @param message what the destination says about it
	 * @param items how many
	 */
	void refused(ExporterStatus exporter, String message, long items) {
		answered(exporter);
		long now = this.clock.getAsLong();
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
			if (!this.said && this.lost == 0) {
				return;
			}
			end = "Telemetry is exported to " + this.destination + " again, after "
					+ Duration.ofNanos(this.clock.getAsLong() - this.since).toSeconds() + " s; " + this.lost
					+ " items were lost";
			this.lost = 0;
		}
		finally {
			this.lock.unlock();
		}
		logger.info(end);
	}

}
