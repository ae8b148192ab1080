// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.BoundedCache;
import io.otelspring.autoconfigure.web.ObservationTags;

/**
 * Feeds the timer that Spring Boot's observation of the clients would feed, with the same
 * name and the same tags, so that dashboards that were made for it go on.
 */
final class MicrometerCallTimer implements CompletedCalls {

	private static final int LIMIT = 4000;

	private final String name;

	private final Supplier<@Nullable MeterRegistry> registry;

	private volatile @Nullable BoundedCache<Key, Timer> timers;

	MicrometerCallTimer(String name, Supplier<@Nullable MeterRegistry> registry) {
		this.name = name;
		this.registry = registry;
	}

	@Override
	public void completed(Attempt attempt, int status, @Nullable Throwable failure, long nanoseconds) {
		BoundedCache<Key, Timer> timers = timers();
		if (timers != null) {
			Key key = new Key(attempt.uri().getHost(), attempt.method().name(), attempt.uriTemplate(), status,
					(failure != null) ? attempt.typeSeen(failure) : null);
			timers.get(key).record(nanoseconds, TimeUnit.NANOSECONDS);
		}
	}

	private @Nullable BoundedCache<Key, Timer> timers() {
		BoundedCache<Key, Timer> timers = this.timers;
		if (timers == null) {
			MeterRegistry registry = this.registry.get();
			if (registry == null) {
				return null;
			}
			timers = new BoundedCache<>(LIMIT, (key) -> registry.timer(this.name, tags(key)));
			this.timers = timers;
		}
		return timers;
	}

	private static Tags tags(Key key) {
		String exception = (key.exception() != null) ? ObservationTags.exception(key.exception())
				: ObservationTags.NONE;
		return Tags.of("client.name", (key.host() != null) ? key.host() : ObservationTags.NONE, "error", exception,
				"exception", exception, "method", key.method(), "outcome", ObservationTags.outcome(key.status()),
				"status", (key.status() > 0) ? Integer.toString(key.status()) : "CLIENT_ERROR", "uri",
				(key.uri() != null) ? UrlTemplate.withoutAuthority(key.uri()) : ObservationTags.NONE);
	}

	private record Key(@Nullable String host, String method, @Nullable String uri, int status,
			@Nullable Class<? extends Throwable> exception) {
	}

}
