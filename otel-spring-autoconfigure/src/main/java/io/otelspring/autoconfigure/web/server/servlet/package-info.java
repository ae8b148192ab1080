// SPDX-License-Identifier: Apache-2.0
/**
 * The HTTP server of servlet applications: a filter that records requests, and what tells
 * it about the route and the exception that Spring MVC met.
 */
@NullMarked
package io.otelspring.autoconfigure.web.server.servlet;

import org.jspecify.annotations.NullMarked;
