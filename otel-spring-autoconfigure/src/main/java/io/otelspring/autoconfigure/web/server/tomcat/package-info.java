// SPDX-License-Identifier: Apache-2.0
/**
 * What only Tomcat needs, whether it serves servlets or a reactive application.
 */
@NullMarked
package io.otelspring.autoconfigure.web.server.tomcat;

import org.jspecify.annotations.NullMarked;
