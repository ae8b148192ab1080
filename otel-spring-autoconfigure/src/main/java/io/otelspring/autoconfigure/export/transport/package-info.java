// SPDX-License-Identifier: Apache-2.0
/**
 * How a serialised batch gets to its destination: protocols, TLS, headers, proxies.
 */
@NullMarked
package io.otelspring.autoconfigure.export.transport;

import org.jspecify.annotations.NullMarked;
