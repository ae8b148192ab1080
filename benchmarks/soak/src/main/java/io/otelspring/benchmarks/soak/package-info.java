// SPDX-License-Identifier: Apache-2.0
/**
 * An application under full load while its collector comes and goes: what it holds must
 * not grow.
 */
@NullMarked
package io.otelspring.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
