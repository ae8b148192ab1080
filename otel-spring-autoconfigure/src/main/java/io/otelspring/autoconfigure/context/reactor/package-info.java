// SPDX-License-Identifier: Apache-2.0
/**
 * The OpenTelemetry context in Reactor: it travels in Reactor's own context and is
 * current wherever a signal is handled.
 */
@NullMarked
package io.otelspring.autoconfigure.context.reactor;

import org.jspecify.annotations.NullMarked;
