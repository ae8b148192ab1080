// SPDX-License-Identifier: Apache-2.0
/**
 * From the Spring Environment to what the OpenTelemetry SDK reads: the catalogue of
 * specified properties, their values with origins, and what is wrong with them.
 */
@NullMarked
package io.otelspring.autoconfigure.config;

import org.jspecify.annotations.NullMarked;
