// SPDX-License-Identifier: Apache-2.0
/**
 * Spans and durations of the HTTP calls that go out: what clients that wait for their
 * responses share with those that do not.
 */
@NullMarked
package io.otelspring.autoconfigure.web.client;

import org.jspecify.annotations.NullMarked;
