// SPDX-License-Identifier: Apache-2.0
/**
 * Delivery of serialised batches: kept in memory or on disk until the destination takes
 * them, sent in order, each item accounted for.
 */
@NullMarked
package io.otelspring.autoconfigure.export.delivery;

import org.jspecify.annotations.NullMarked;
