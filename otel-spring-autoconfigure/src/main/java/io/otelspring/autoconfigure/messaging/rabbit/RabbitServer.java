// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.rabbit;

import org.jspecify.annotations.Nullable;

/**
 * A server.
 *
 * @param host its name as it was connected to, or its address where that is not known
 * @param address its address, if there is a connection
 * @param port its port
 */
record RabbitServer(@Nullable String host, @Nullable String address, int port) {

}
