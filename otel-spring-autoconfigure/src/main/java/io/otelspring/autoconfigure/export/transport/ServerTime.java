// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far the clocks of those who answer are from this machine's, as the header
 * {@code Date} of their answers tells it, to a second or two.
 */
public final class ServerTime {

	private final Map<String, Answered> last = new ConcurrentHashMap<>();

	void answered(String host, String date, long sent) {
		this.last.put(host, new Answered(date, sent, System.currentTimeMillis()));
	}

	/**
	 * Return the differences that the last answers showed.
	 * @return by host how far its clock is ahead of ours, negative if it is behind; hosts
	 * that do not tell their time are not in it
	 */
	public Map<String, Duration> ahead() {
		Map<String, Duration> ahead = new java.util.TreeMap<>();
		this.last.forEach((host, answered) -> {
			Instant date = RetryAfter.date(answered.date());
			if (date != null) {
				ahead.put(host, answered.ahead(date));
			}
		});
		return ahead;
	}

	/**
	 * An answer's date, read when somebody asks for it.
	 *
	 * @param date the header
	 * @param sent when the request was sent
	 * @param received when the answer was there
	 */
	private record Answered(String date, long sent, long received) {

		Duration ahead(Instant server) {
			long from = server.toEpochMilli();
			// The header has whole seconds: the server's clock was somewhere in that one
			if (from + 999 < this.sent) {
				return Duration.ofMillis(from + 999 - this.sent);
			}
			return (from > this.received) ? Duration.ofMillis(from - this.received) : Duration.ZERO;
		}

	}

}
