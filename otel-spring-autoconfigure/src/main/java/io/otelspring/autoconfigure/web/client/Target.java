// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client;

/**
 * The server that requests go to, worked out once for each.
 *
 * @param scheme the scheme of the URL
 * @param host the host name or address
 * @param port the port, the scheme's own where the URL names none
 * @param propagate whether the server receives trace headers
 */
record Target(String scheme, String host, Long port, boolean propagate) {
}
