// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.grpc;

import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;

/**
 * Looks for what records at the first call, since a channel may be needed to create it.
 */
final class TelemetrySource {

	private static final Log logger = LogFactory.getLog(TelemetrySource.class);

	private final Supplier<@Nullable GrpcTelemetry> supplier;

	private volatile @Nullable GrpcTelemetry telemetry;

	TelemetrySource(Supplier<@Nullable GrpcTelemetry> supplier) {
		this.supplier = supplier;
	}

	/**
	 * Return what records a call.
	 * @return it, or {@code null} as long as it cannot be had
	 */
	@Nullable GrpcTelemetry get() {
		GrpcTelemetry found = this.telemetry;
		if (found == null) {
			try {
				found = this.supplier.get();
				this.telemetry = found;
			}
			catch (BeansException | IllegalStateException ex) {
				logger.debug("A gRPC call is not recorded, as the SDK is not ready", ex);
			}
		}
		return found;
	}

}
