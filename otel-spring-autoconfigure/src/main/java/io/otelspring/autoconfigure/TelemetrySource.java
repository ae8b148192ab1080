// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import java.util.function.Function;
import java.util.function.Supplier;

import io.opentelemetry.api.OpenTelemetry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Looks for what records at the first use: clients, connections and data sources may be a
 * part of the pipeline that records, such as of an exporter, and must then exist before
 * it.
 *
 * @param <T> the type of what records
 */
public final class TelemetrySource<T> {

	private static final Log logger = LogFactory.getLog(TelemetrySource.class);

	private final Supplier<@Nullable T> supplier;

	private volatile @Nullable T telemetry;

	/**
	 * Create the source.
	 * @param supplier asks for what records until it is there
	 */
	public TelemetrySource(Supplier<@Nullable T> supplier) {
		this.supplier = supplier;
	}

	/**
	 * Create a source that makes what records of the SDK.
	 * @param openTelemetry the SDK
	 * @param create makes it, once
	 * @param <T> the type of what records
	 * @return the source
	 */
	public static <T> TelemetrySource<T> of(ObjectProvider<OpenTelemetry> openTelemetry,
			Function<OpenTelemetry, T> create) {
		return new TelemetrySource<>(() -> {
			OpenTelemetry available = openTelemetry.getIfAvailable();
			return (available != null) ? create.apply(available) : null;
		});
	}

	/**
	 * Return what records.
	 * @return it, or {@code null} as long as it cannot be had
	 */
	public @Nullable T get() {
		T found = this.telemetry;
		if (found == null) {
			try {
				found = this.supplier.get();
				this.telemetry = found;
			}
			catch (BeansException | IllegalStateException ex) {
				logger.debug("Something is not recorded, as the SDK is not ready", ex);
			}
		}
		return found;
	}

}
