// SPDX-License-Identifier: Apache-2.0
/**
 * Turns Micrometer's observations into spans, by tables that say what is known of each.
 */
@NullMarked
package io.otelspring.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
