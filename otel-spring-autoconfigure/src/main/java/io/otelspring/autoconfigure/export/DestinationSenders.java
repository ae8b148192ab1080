// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import org.jspecify.annotations.Nullable;

/**
 * Supplies what carries the serialised batches of a destination, in place of the senders
 * on the class path. It is asked once for each destination, before its exporter is made.
 */
@FunctionalInterface
public interface DestinationSenders {

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
	 * The senders of one destination.
	 *
	 * @param http makes those for HTTP
	 * @param grpc makes those for gRPC
	 */
	record Senders(HttpSenderProvider http, GrpcSenderProvider grpc) {

	}

}
