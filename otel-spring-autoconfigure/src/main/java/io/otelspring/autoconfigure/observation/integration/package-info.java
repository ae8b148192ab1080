// SPDX-License-Identifier: Apache-2.0
/**
 * Spans of the messages in Spring Integration.
 */
@NullMarked
package io.otelspring.autoconfigure.observation.integration;

import org.jspecify.annotations.NullMarked;
