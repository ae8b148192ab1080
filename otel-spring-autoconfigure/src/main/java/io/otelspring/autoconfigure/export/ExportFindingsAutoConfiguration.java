// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import io.otelspring.autoconfigure.config.TelemetryProperties;

/**
 * Looks for mistakes in where and how telemetry is exported.
 */
@AutoConfiguration(afterName = "io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration")
@ConditionalOnBean(name = "otelSpringExportStatus")
public final class ExportFindingsAutoConfiguration {

	@Bean
	AddressFindings otelSpringAddressFindings(ExportStatus status, TelemetryProperties properties) {
		return new AddressFindings(status, properties);
	}

	@Bean
	LossFindings otelSpringLossFindings(ExportStatus status) {
		return new LossFindings(status);
	}

	@Bean
	SimpleProcessorFindings otelSpringSimpleProcessorFindings(ExportStatus status, TelemetryProperties properties,
			Environment environment) {
		return new SimpleProcessorFindings(status, properties, environment);
	}

	@Bean
	ClockFindings otelSpringClockFindings(ExportStatus status) {
		return new ClockFindings(status.serverTime());
	}

}
