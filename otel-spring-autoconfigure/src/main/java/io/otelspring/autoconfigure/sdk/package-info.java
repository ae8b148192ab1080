// SPDX-License-Identifier: Apache-2.0
/**
 * The OpenTelemetry SDK as beans: built by its own autoconfigure module from the
 * application's properties, completed by the application's beans, and alive as long as
 * the context.
 */
@NullMarked
package io.otelspring.autoconfigure.sdk;

import org.jspecify.annotations.NullMarked;
