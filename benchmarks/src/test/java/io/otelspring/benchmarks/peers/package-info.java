// SPDX-License-Identifier: Apache-2.0
/**
 * The starter beside other starters, each on the class path that its user would have.
 */
@NullMarked
package io.otelspring.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
