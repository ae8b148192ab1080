// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.util.List;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;

/**
 * The components that the exporter of one destination finds: all of the application's,
 * but for the senders, which are the destination's own.
 *
 * @param application finds all others
 * @param senders the destination's senders
 */
record DestinationComponents(ComponentLoader application,
		DestinationSenders.Senders senders) implements ComponentLoader {

	@Override
	public <T> Iterable<T> load(Class<T> type) {
		if (type == HttpSenderProvider.class) {
			return List.of(type.cast(this.senders.http()));
		}
		if (type == GrpcSenderProvider.class) {
			// Says what is missing on the class path
			this.application.load(type);
			return List.of(type.cast(this.senders.grpc()));
		}
		return this.application.load(type);
	}

}
