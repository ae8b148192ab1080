// SPDX-License-Identifier: Apache-2.0
/**
 * The plain application whose start is measured with and without a starter.
 */
@NullMarked
package io.otelspring.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
