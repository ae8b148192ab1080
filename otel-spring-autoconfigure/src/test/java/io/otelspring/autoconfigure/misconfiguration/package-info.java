// SPDX-License-Identifier: Apache-2.0
/**
 * Mistakes that people make in configuration, and what they are told.
 */
@NullMarked
package io.otelspring.autoconfigure.misconfiguration;

import org.jspecify.annotations.NullMarked;
