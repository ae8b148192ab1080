// SPDX-License-Identifier: Apache-2.0
/**
 * What {@code GlobalOpenTelemetry} serves: the telemetry of whichever application context
 * owns it at the moment, also to libraries that asked for it before there was one.
 */
@NullMarked
package io.otelspring.autoconfigure.sdk.global;

import org.jspecify.annotations.NullMarked;
