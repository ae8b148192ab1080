// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

import io.otelspring.autoconfigure.web.HttpMethods;
import io.otelspring.autoconfigure.web.ObservationTags;

/**
 * Feeds the timer that Spring Boot's observation of the server would feed, with the same
 * name and the same tags, so that dashboards that were made for it go on. Timers are
 * remembered in a fixed number of places.
 */
public final class MicrometerRequestTimer implements CompletedRequests {

	private static final int SIZE = 1024;

	private final String name;

	private final Supplier<@Nullable MeterRegistry> registry;

	// Entries are immutable, and one that another thread does not see is looked up again.
	private final @Nullable Entry[] entries = new @Nullable Entry[SIZE];

	/**
	 * Create the timer.
	 * @param name the name of the meter
	 * @param registry gives the registry when the first request is complete
	 */
	public MicrometerRequestTimer(String name, Supplier<@Nullable MeterRegistry> registry) {
		this.name = name;
		this.registry = registry;
	}

	@Override
	public void completed(String method, @Nullable HttpRoute route, int status, @Nullable Throwable failure,
			long nanoseconds) {
		String exception = (failure != null) ? failure.getClass().getName() : ObservationTags.NONE;
		String pattern = (route != null) ? route.pattern() : null;
		int hash = 31 * (31 * (31 * method.hashCode() + status) + exception.hashCode())
				+ ((pattern != null) ? pattern.hashCode() : 0);
		int index = (hash ^ (hash >>> 16)) & (SIZE - 1);
		Entry entry = this.entries[index];
		if (entry == null || !entry.isFor(method, pattern, status, exception)) {
			MeterRegistry registry = this.registry.get();
			if (registry == null) {
				return;
			}
			entry = new Entry(method, pattern, status, exception,
					registry.timer(this.name, tags(method, pattern, status, failure)));
			this.entries[index] = entry;
		}
		entry.timer.record(nanoseconds, TimeUnit.NANOSECONDS);
	}

	private static Tags tags(String method, @Nullable String pattern, int status, @Nullable Throwable failure) {
		String exception = (failure != null) ? ObservationTags.exception(failure.getClass()) : ObservationTags.NONE;
		return Tags.of("error", exception, "exception", exception, "method",
				HttpMethods.OTHER.equals(method) ? ObservationTags.UNKNOWN : method, "outcome",
				ObservationTags.outcome(status), "status",
				(status > 0) ? Integer.toString(status) : ObservationTags.UNKNOWN, "uri", uri(pattern, status));
	}

	private static String uri(@Nullable String pattern, int status) {
		if (pattern != null) {
			return pattern.isEmpty() ? "root" : pattern;
		}
		HttpStatus known = HttpStatus.resolve(status);
		if (known != null && known.is3xxRedirection()) {
			return "REDIRECTION";
		}
		return (known == HttpStatus.NOT_FOUND) ? "NOT_FOUND" : ObservationTags.UNKNOWN;
	}

	private record Entry(String method, @Nullable String pattern, int status, String exception, Timer timer) {

		boolean isFor(String method, @Nullable String pattern, int status, String exception) {
			return this.status == status && this.method.equals(method) && this.exception.equals(exception)
					&& ((pattern != null) ? pattern.equals(this.pattern) : this.pattern == null);
		}

	}

}
