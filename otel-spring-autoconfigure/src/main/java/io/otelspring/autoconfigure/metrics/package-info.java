// SPDX-License-Identifier: Apache-2.0
/**
 * Metrics that are measured without any request: those of the Java virtual machine.
 */
@NullMarked
package io.otelspring.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
