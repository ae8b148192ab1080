// SPDX-License-Identifier: Apache-2.0
/**
 * W3C Trace Context Level 2, in place of the propagator that the SDK brings.
 */
@NullMarked
package io.otelspring.autoconfigure.propagation;

import org.jspecify.annotations.NullMarked;
