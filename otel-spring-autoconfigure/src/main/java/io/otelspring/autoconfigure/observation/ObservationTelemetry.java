// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation;

import io.opentelemetry.api.OpenTelemetry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.PropertyResolver;

/**
 * What the bridge of one application context records with. It is looked up with the first
 * observation, since registries are made before telemetry is.
 */
final class ObservationTelemetry {

	private final ObjectProvider<OpenTelemetry> openTelemetry;

	private final ObjectProvider<ObservationTable> tables;

	private final PropertyResolver environment;

	private final ObservationBridge bridge = new ObservationBridge(this::get);

	private volatile ObservationBridge.@Nullable Telemetry telemetry;

	private volatile boolean absent;

	ObservationTelemetry(ObjectProvider<OpenTelemetry> openTelemetry, ObjectProvider<ObservationTable> tables,
			PropertyResolver environment) {
		this.openTelemetry = openTelemetry;
		this.tables = tables;
		this.environment = environment;
	}

	ObservationBridge bridge() {
		return this.bridge;
	}

	private ObservationBridge.@Nullable Telemetry get() {
		ObservationBridge.Telemetry known = this.telemetry;
		return (known != null || this.absent) ? known : resolve();
	}

	private ObservationBridge.@Nullable Telemetry resolve() {
		try {
			OpenTelemetry openTelemetry = this.openTelemetry.getIfAvailable();
			if (openTelemetry == null) {
				this.absent = true;
				return null;
			}
			ObservationBridge.Telemetry made = new ObservationBridge.Telemetry(
					new ObservationRecorders(openTelemetry, this.tables.orderedStream().toList(), this.environment),
					openTelemetry.getPropagators().getTextMapPropagator());
			this.telemetry = made;
			return made;
		}
		catch (BeanCurrentlyInCreationException ex) {
			return null;
		}
		catch (Throwable ex) {
			this.absent = true;
			ObservationBridge.failed(ex);
			return null;
		}
	}

}
