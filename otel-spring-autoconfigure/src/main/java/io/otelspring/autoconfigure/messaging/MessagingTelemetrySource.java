// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging;

import io.opentelemetry.api.OpenTelemetry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Looks for the SDK with the first message, since connections may be made before it.
 */
public final class MessagingTelemetrySource {

	private final ObjectProvider<OpenTelemetry> openTelemetry;

	private final String scope;

	private volatile @Nullable MessagingTelemetry telemetry;

	/**
	 * Create the source.
	 * @param openTelemetry the SDK
	 * @param scope the name of the instrumentation scope
	 */
	public MessagingTelemetrySource(ObjectProvider<OpenTelemetry> openTelemetry, String scope) {
		this.openTelemetry = openTelemetry;
		this.scope = scope;
	}

	/**
	 * Return what records messages.
	 * @return it, or {@code null} as long as it cannot be had
	 */
	public @Nullable MessagingTelemetry get() {
		MessagingTelemetry found = this.telemetry;
		if (found == null) {
			try {
				OpenTelemetry available = this.openTelemetry.getIfAvailable();
				found = (available != null) ? new MessagingTelemetry(available, this.scope) : null;
				this.telemetry = found;
			}
			catch (BeansException | IllegalStateException ex) {
				MessagingTelemetry.failed(ex);
			}
		}
		return found;
	}

}
