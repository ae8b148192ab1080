// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server;

/**
 * The route that a request was matched to.
 *
 * @param pattern the pattern that the framework matched
 * @param template the template of its path, with the path of the application
 * @param spanName the name that it gives to the span
 */
public record HttpRoute(String pattern, String template, String spanName) {

}
