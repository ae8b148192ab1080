// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How telemetry leaves the application.
 *
 * @param shutdownTimeout Longest wait, at the end of the application, for the last export
 * of all signals together.
 */
@ConfigurationProperties("otel.export")
record ExportProperties(@DefaultValue("10s") Duration shutdownTimeout) {

}
