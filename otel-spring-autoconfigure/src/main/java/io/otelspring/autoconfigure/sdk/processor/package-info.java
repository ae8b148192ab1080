// SPDX-License-Identifier: Apache-2.0
/**
 * Processors of the application's own: what they throw, how long they keep their callers,
 * and what is done with those that block.
 */
@NullMarked
package io.otelspring.autoconfigure.sdk.processor;

import org.jspecify.annotations.NullMarked;
