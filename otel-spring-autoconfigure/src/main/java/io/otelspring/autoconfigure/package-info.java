// SPDX-License-Identifier: Apache-2.0
/**
 * OpenTelemetry for Spring Boot: the little that the parts below this package share, such
 * as the switch of one instrumentation and the marks that a context carries for the
 * sampler.
 */
@NullMarked
package io.otelspring.autoconfigure;

import org.jspecify.annotations.NullMarked;
