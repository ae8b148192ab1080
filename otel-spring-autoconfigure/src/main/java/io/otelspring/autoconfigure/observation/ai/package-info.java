// SPDX-License-Identifier: Apache-2.0
/**
 * Spans and durations of calls of models through Spring AI.
 */
@NullMarked
package io.otelspring.autoconfigure.observation.ai;

import org.jspecify.annotations.NullMarked;
