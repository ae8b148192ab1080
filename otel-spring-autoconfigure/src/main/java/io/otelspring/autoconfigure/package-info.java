// SPDX-License-Identifier: Apache-2.0
/**
 * OpenTelemetry for Spring Boot: what the parts below this package share, such as the
 * condition that switches one instrumentation on or off and the marks that a context
 * carries for the sampler.
 */
@NullMarked
package io.otelspring.autoconfigure;

import org.jspecify.annotations.NullMarked;
