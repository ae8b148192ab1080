// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation;

import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration for the bridge from Micrometer's observations to spans.
 */
@AutoConfiguration(afterName = "io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(OpenTelemetry.class)
@ConditionalOnBooleanProperty(name = "otel.sdk.disabled", havingValue = false, matchIfMissing = true)
public final class ObservationBridgeAutoConfiguration {

	ObservationBridgeAutoConfiguration() {
	}

	@Bean
	static ObservationTelemetry otelSpringObservationTelemetry(ObjectProvider<OpenTelemetry> openTelemetry,
			ObjectProvider<ObservationTable> tables, Environment environment) {
		return new ObservationTelemetry(openTelemetry, tables, environment);
	}

	@Bean
	static ObservationRegistryBridging otelSpringObservationRegistryBridging(
			ObjectProvider<ObservationTelemetry> telemetry) {
		return new ObservationRegistryBridging(telemetry);
	}

}
