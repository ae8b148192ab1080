// SPDX-License-Identifier: Apache-2.0
/**
 * <<<<<<< HEAD OpenTelemetry for Spring Boot: what the parts of this package share, which
 * is the condition that switches one instrumentation on or off and the marks that a
 * context carries for the sampler. ======= OpenTelemetry for Spring Boot: the little that
 * the parts below this package share, such as the switch of one instrumentation. >>>>>>>
 * cb54dfb (Send log records of Logback and Log4j2 to OpenTelemetry)
 */
@NullMarked
package io.otelspring.autoconfigure;

import org.jspecify.annotations.NullMarked;
