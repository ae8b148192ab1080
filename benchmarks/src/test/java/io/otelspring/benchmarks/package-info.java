// SPDX-License-Identifier: Apache-2.0
/**
 * The hot paths, each with the starter, without it, and with the telemetry written by
 * hand.
 */
@NullMarked
package io.otelspring.benchmarks;

import org.jspecify.annotations.NullMarked;
