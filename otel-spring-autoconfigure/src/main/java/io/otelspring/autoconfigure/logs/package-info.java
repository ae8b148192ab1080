// SPDX-License-Identifier: Apache-2.0
/**
 * Log records of Logback and Log4j2 as OpenTelemetry log records, and the ids of the
 * current span in what they print.
 */
@NullMarked
package io.otelspring.autoconfigure.logs;

import org.jspecify.annotations.NullMarked;
