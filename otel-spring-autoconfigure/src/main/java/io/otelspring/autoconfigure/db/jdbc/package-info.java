// SPDX-License-Identifier: Apache-2.0
/**
 * Spans and durations of the statements that go through the {@code DataSource} beans of
 * an application, and the metrics of their connection pools.
 */
@NullMarked
package io.otelspring.autoconfigure.db.jdbc;

import org.jspecify.annotations.NullMarked;
