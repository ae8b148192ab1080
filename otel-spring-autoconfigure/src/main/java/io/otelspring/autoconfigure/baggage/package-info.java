// SPDX-License-Identifier: Apache-2.0
/**
 * Baggage that becomes attributes of spans and log records, by a list of what may.
 */
@NullMarked
package io.otelspring.autoconfigure.baggage;

import org.jspecify.annotations.NullMarked;
