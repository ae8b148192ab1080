// SPDX-License-Identifier: Apache-2.0
/**
 * Spans and durations of gRPC calls, on the server and on the client.
 */
@NullMarked
package io.otelspring.autoconfigure.grpc;

import org.jspecify.annotations.NullMarked;
