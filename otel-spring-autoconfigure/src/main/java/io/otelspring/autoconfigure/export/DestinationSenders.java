// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.time.Duration;

import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import org.jspecify.annotations.Nullable;

/**
 * Supplies what carries the serialised batches of a destination, in place of the senders
 * on the class path. It is asked once for each destination, before its exporter is made.
 */
@FunctionalInterface
public interface DestinationSenders extends Abandonable {

	/** The senders on the class path carry everything. */
	DestinationSenders CLASS_PATH = (destination, account) -> null;

	/**
	 * Return the senders of a destination.
	 * @param destination the destination
	 * @param account where its items are counted
	 * @return its senders, or {@code null} for those of the class path
	 */
	@Nullable Senders of(Destination destination, ExporterStatus account);

	/**
	 * Take note that no further destinations come.
	 */
	default void ready() {
	}

	/**
	 * Take note that the application ends.
	 * @param timeout the time that is left for everything
	 */
	default void ending(Duration timeout) {
	}

	/**
	 * Go on as before, since the application does not end after all.
	 */
	default void resume() {
	}

	/**
	 * End at once. What is left is kept for the next process or counted as dropped.
	 */
	@Override
	default void abandon() {
	}

	/**
	 * The senders of one destination.
	 *
	 * @param http makes those for HTTP
	 * @param grpc makes those for gRPC
	 */
	record Senders(HttpSenderProvider http, GrpcSenderProvider grpc) {

	}

}
