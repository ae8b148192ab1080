// SPDX-License-Identifier: Apache-2.0
/**
 * What an application does, measured with the telemetry that is on the class path. Each
 * operation is measured in a JVM of its own by
 * {@link io.otelspring.benchmarks.operations.Measurement}.
 */
@NullMarked
package io.otelspring.benchmarks.operations;

import org.jspecify.annotations.NullMarked;
