// SPDX-License-Identifier: Apache-2.0
/**
 * Spans of scheduled methods.
 */
@NullMarked
package io.otelspring.autoconfigure.observation.scheduling;

import org.jspecify.annotations.NullMarked;
