// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server;

import java.util.Objects;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.HttpAttributes;
import io.opentelemetry.semconv.NetworkAttributes;
import io.opentelemetry.semconv.UrlAttributes;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.web.HttpDurations;

/**
 * The metrics of the server. The sets of attributes are remembered, so that a request
 * makes none; there is a fixed number of places for them, and one that needs the place of
 * another takes it.
 */
final class HttpServerMetrics {

	private static final int SIZE = 1024;

	private static final int ACTIVE_SIZE = 64;

	private final DoubleHistogram duration;

	private final LongUpDownCounter active;

	// Entries are immutable, and one that another thread does not see is made again.
	private final @Nullable DurationEntry[] durations = new @Nullable DurationEntry[SIZE];

	private final @Nullable ActiveEntry[] actives = new @Nullable ActiveEntry[ACTIVE_SIZE];

	HttpServerMetrics(Meter meter) {
		this.duration = HttpDurations.histogram(meter, "http.server.request.duration",
				"Duration of HTTP server requests.");
		this.active = meter.upDownCounterBuilder("http.server.active_requests")
			.setUnit("{request}")
			.setDescription("Number of active HTTP server requests.")
			.build();
	}

	void started(String method, String scheme, Context context) {
		this.active.add(1, activeAttributes(method, scheme), context);
	}

	void ended(String method, String scheme, Context context) {
		this.active.add(-1, activeAttributes(method, scheme), context);
	}

	void record(double seconds, DurationKey key, Context context) {
		this.duration.record(seconds, durationAttributes(key), context);
	}

	private Attributes activeAttributes(String method, String scheme) {
		int hash = 31 * method.hashCode() + scheme.hashCode();
		int index = (hash ^ (hash >>> 16)) & (ACTIVE_SIZE - 1);
		ActiveEntry entry = this.actives[index];
		if (entry == null || !entry.method.equals(method) || !entry.scheme.equals(scheme)) {
			entry = new ActiveEntry(method, scheme,
					Attributes.of(HttpAttributes.HTTP_REQUEST_METHOD, method, UrlAttributes.URL_SCHEME, scheme));
			this.actives[index] = entry;
		}
		return entry.attributes;
	}

	private Attributes durationAttributes(DurationKey key) {
		int hash = key.hashCode();
		int index = (hash ^ (hash >>> 16)) & (SIZE - 1);
		DurationEntry entry = this.durations[index];
		if (entry == null || !entry.key.equals(key)) {
			entry = new DurationEntry(key, key.toAttributes());
			this.durations[index] = entry;
		}
		return entry.attributes;
	}

	private record ActiveEntry(String method, String scheme, Attributes attributes) {

	}

	private record DurationEntry(DurationKey key, Attributes attributes) {

	}

	/**
	 * What distinguishes one series of durations from another.
	 */
	record DurationKey(String method, String scheme, NetworkProtocol protocol, @Nullable HttpRoute route, int status,
			@Nullable String errorType) {

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof DurationKey that && this.status == that.status && this.method.equals(that.method)
					&& this.scheme.equals(that.scheme) && this.protocol.equals(that.protocol)
					&& Objects.equals(this.route, that.route) && Objects.equals(this.errorType, that.errorType);
		}

		@Override
		public int hashCode() {
			int hash = (this.route != null) ? this.route.template().hashCode() : 0;
			hash = 31 * hash + this.method.hashCode();
			hash = 31 * hash + this.status;
			hash = 31 * hash + this.scheme.hashCode();
			return (this.errorType != null) ? 31 * hash + this.errorType.hashCode() : hash;
		}

		Attributes toAttributes() {
			AttributesBuilder attributes = Attributes.builder()
				.put(HttpAttributes.HTTP_REQUEST_METHOD, this.method)
				.put(UrlAttributes.URL_SCHEME, this.scheme)
				.put(NetworkAttributes.NETWORK_PROTOCOL_NAME, this.protocol.name())
				.put(NetworkAttributes.NETWORK_PROTOCOL_VERSION, this.protocol.version())
				.put(ErrorAttributes.ERROR_TYPE, this.errorType);
			if (this.route != null) {
				attributes.put(HttpAttributes.HTTP_ROUTE, this.route.template());
			}
			if (this.status > 0) {
				attributes.put(HttpAttributes.HTTP_RESPONSE_STATUS_CODE, (long) this.status);
			}
			return attributes.build();
		}

	}

}
