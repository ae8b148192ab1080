// SPDX-License-Identifier: Apache-2.0
/**
 * Spans of what Spring Security does, on request.
 */
@NullMarked
package io.otelspring.autoconfigure.observation.security;

import org.jspecify.annotations.NullMarked;
