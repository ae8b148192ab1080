// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.kafka;

import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;

/**
 * Looks for what records when the first record is sent or processed: clients may be a
 * part of the pipeline that records, and must then exist before it.
 */
final class KafkaTelemetrySource {

	private static final Log logger = LogFactory.getLog(KafkaTelemetrySource.class);

	private final Supplier<@Nullable KafkaTelemetry> supplier;

	private volatile @Nullable KafkaTelemetry telemetry;

	KafkaTelemetrySource(Supplier<@Nullable KafkaTelemetry> supplier) {
		this.supplier = supplier;
	}

	@Nullable KafkaTelemetry get() {
		KafkaTelemetry found = this.telemetry;
		if (found == null) {
			try {
				found = this.supplier.get();
				this.telemetry = found;
			}
			catch (BeansException | IllegalStateException ex) {
				logger.debug("A Kafka record is not recorded, as the SDK is not ready", ex);
			}
		}
		return found;
	}

}
