// SPDX-License-Identifier: Apache-2.0
/**
 * How spans, measurements and log records leave the process: batches, exporters, and an
 * exact account of what became of each item.
 */
@NullMarked
package io.otelspring.autoconfigure.export;

import org.jspecify.annotations.NullMarked;
