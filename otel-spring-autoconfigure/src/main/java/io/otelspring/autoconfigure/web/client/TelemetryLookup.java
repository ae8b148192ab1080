// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client;

import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;

/**
 * Looks for what records at the first call: a client may be a part of the pipeline that
 * records, such as of an exporter, and must then exist before it.
 */
public final class TelemetryLookup {

	private static final Log logger = LogFactory.getLog(TelemetryLookup.class);

	private final Supplier<@Nullable HttpClientTelemetry> supplier;

	private volatile @Nullable HttpClientTelemetry telemetry;

	/**
	 * Create the lookup.
	 * @param supplier asks for what records until it is there
	 */
	public TelemetryLookup(Supplier<@Nullable HttpClientTelemetry> supplier) {
		this.supplier = supplier;
	}

	/**
	 * Return what records a call.
	 * @return it, or {@code null} as long as it cannot be had
	 */
	public @Nullable HttpClientTelemetry get() {
		HttpClientTelemetry found = this.telemetry;
		if (found == null) {
			try {
				found = this.supplier.get();
				this.telemetry = found;
			}
			catch (BeansException | IllegalStateException ex) {
				logger.debug("An HTTP request is not recorded, as the SDK is not ready", ex);
			}
		}
		return found;
	}

}
