// SPDX-License-Identifier: Apache-2.0
/**
 * OpenTelemetry for Spring Boot: what the parts of this package share, which is only the
 * condition that switches one instrumentation on or off.
 */
@NullMarked
package io.otelspring.autoconfigure;

import org.jspecify.annotations.NullMarked;
