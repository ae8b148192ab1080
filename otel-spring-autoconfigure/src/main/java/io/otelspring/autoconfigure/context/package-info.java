// SPDX-License-Identifier: Apache-2.0
/**
 * The OpenTelemetry context across threads: tasks that are handed to executors and
 * schedulers run with the context of whoever handed them over.
 */
@NullMarked
package io.otelspring.autoconfigure.context;

import org.jspecify.annotations.NullMarked;
