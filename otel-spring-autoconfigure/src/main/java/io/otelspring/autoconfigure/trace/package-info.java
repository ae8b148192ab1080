// SPDX-License-Identifier: Apache-2.0
/**
 * What is special to traces: which of them are recorded, by rules, by a ratio that can
 * change, and by their outcome.
 */
@NullMarked
package io.otelspring.autoconfigure.trace;

import org.jspecify.annotations.NullMarked;
