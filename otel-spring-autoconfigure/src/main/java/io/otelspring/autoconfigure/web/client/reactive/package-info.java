// SPDX-License-Identifier: Apache-2.0
/**
 * Records the calls of {@code WebClient}.
 */
@NullMarked
package io.otelspring.autoconfigure.web.client.reactive;

import org.jspecify.annotations.NullMarked;
