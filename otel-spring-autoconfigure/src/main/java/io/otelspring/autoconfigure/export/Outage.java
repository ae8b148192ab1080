// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Says once when a destination stops taking telemetry, and once when it takes it again.
 * The signals that go to one destination share this.
 */
final class Outage {

	private static final Log logger = LogFactory.getLog(Outage.class);

	private final String destination;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile boolean ongoing;

	private long since;

	private long lost;

	Outage(String destination) {
		this.destination = destination;
	}

	boolean isOngoing() {
		return this.ongoing;
	}

	void failed(String message, long items) {
		this.lock.lock();
		try {
			this.lost += items;
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

	void succeeded() {
		if (!this.ongoing) {
			return;
		}
		String end;
		this.lock.lock();
		try {
			if (!this.ongoing) {
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
