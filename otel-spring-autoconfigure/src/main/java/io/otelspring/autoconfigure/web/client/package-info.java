// SPDX-License-Identifier: Apache-2.0
/**
 * Spans and durations of the HTTP calls that go out through {@code RestTemplate} and
 * {@code RestClient}.
 */
@NullMarked
package io.otelspring.autoconfigure.web.client;

import org.jspecify.annotations.NullMarked;
