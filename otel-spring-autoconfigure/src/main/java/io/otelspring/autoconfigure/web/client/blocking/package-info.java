// SPDX-License-Identifier: Apache-2.0
/**
 * Records the calls of {@code RestTemplate} and {@code RestClient}.
 */
@NullMarked
package io.otelspring.autoconfigure.web.client.blocking;

import org.jspecify.annotations.NullMarked;
