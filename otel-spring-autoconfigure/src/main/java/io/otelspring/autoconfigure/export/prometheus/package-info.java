// SPDX-License-Identifier: Apache-2.0
/**
 * Metrics for Prometheus to fetch, as OpenMetrics or in Prometheus' own text format.
 */
@NullMarked
package io.otelspring.autoconfigure.export.prometheus;

import org.jspecify.annotations.NullMarked;
