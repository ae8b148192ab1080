// SPDX-License-Identifier: Apache-2.0
/**
 * The HTTP server of reactive applications: a decorator round the handler of all requests
 * that records each, from the server's request to the end of its response.
 */
@NullMarked
package io.otelspring.autoconfigure.web.server.reactive;

import org.jspecify.annotations.NullMarked;
