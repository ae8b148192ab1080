// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.actuate;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import io.otelspring.autoconfigure.export.ExportStatus;
import io.otelspring.autoconfigure.export.ExporterStatus;

/**
 * Is up while every exporter's last export worked.
 */
class ExportHealthIndicator extends AbstractHealthIndicator {

	private final ExportStatus status;

	private final Status onFailure;

	ExportHealthIndicator(ExportStatus status, HealthProperties properties) {
		super("The health of the export of telemetry cannot be told");
		this.status = status;
		this.onFailure = new Status(properties.onFailure().name());
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up();
		for (ExporterStatus exporter : this.status.all()) {
			ExporterStatus.Failure error = exporter.lastError();
			if (exporter.failing() && error != null) {
				builder.status(this.onFailure)
					.withDetail(exporter.signal().id() + "." + exporter.name(), error.time() + " " + error.message());
			}
		}
	}

}
