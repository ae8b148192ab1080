// SPDX-License-Identifier: Apache-2.0
/**
 * The Actuator endpoint {@code otel}, which shows the telemetry of an application to its
 * developers, and the health of its export.
 */
@NullMarked
package io.otelspring.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
