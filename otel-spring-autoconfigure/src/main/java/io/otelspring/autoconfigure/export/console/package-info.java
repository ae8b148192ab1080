// SPDX-License-Identifier: Apache-2.0
/**
 * Telemetry as lines that a person reads in the terminal.
 */
@NullMarked
package io.otelspring.autoconfigure.export.console;

import org.jspecify.annotations.NullMarked;
