// SPDX-License-Identifier: Apache-2.0
/**
 * Spans of the jobs and steps of Spring Batch.
 */
@NullMarked
package io.otelspring.autoconfigure.observation.batch;

import org.jspecify.annotations.NullMarked;
