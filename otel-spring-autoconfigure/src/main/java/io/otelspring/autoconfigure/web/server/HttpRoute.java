// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server;

/**
 * The route that a request was matched to.
 *
 * @param template the template of its path, with the path of the application
 * @param spanName the name that it gives to the span
 */
public record HttpRoute(String template, String spanName) {

}
