// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.rabbit;

import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.BoundedCache;
import io.otelspring.autoconfigure.TelemetrySource;
import io.otelspring.autoconfigure.messaging.MessagingOperation;
import io.otelspring.autoconfigure.messaging.MessagingOperation.Type;
import io.otelspring.autoconfigure.messaging.MessagingTelemetry;

/**
 * What records the messages of one application context, and what it remembers of their
 * destinations.
 */
final class RabbitTelemetry {

	private static final int MAX_DESTINATIONS = 1000;

	private final TelemetrySource<MessagingTelemetry> source;

	private final RabbitServers servers = new RabbitServers();

	private final BoundedCache<RabbitDestination, MessagingOperation> sends = operations(Type.SEND);

	private final BoundedCache<RabbitDestination, MessagingOperation> receives = operations(Type.RECEIVE);

	private final BoundedCache<RabbitDestination, MessagingOperation> processes = operations(Type.PROCESS);

	RabbitTelemetry(TelemetrySource<MessagingTelemetry> source) {
		this.source = source;
	}

	private static BoundedCache<RabbitDestination, MessagingOperation> operations(Type type) {
		return new BoundedCache<>(MAX_DESTINATIONS, (destination) -> destination.operation(type));
	}

	@Nullable MessagingTelemetry get() {
		return this.source.get();
	}

	RabbitServers servers() {
		return this.servers;
	}

	MessagingOperation send(RabbitDestination destination) {
		return this.sends.get(destination);
	}

	MessagingOperation receive(RabbitDestination destination) {
		return this.receives.get(destination);
	}

	MessagingOperation process(RabbitDestination destination) {
		return this.processes.get(destination);
	}

	static String text(@Nullable String value) {
		return (value != null) ? value : "";
	}

}
