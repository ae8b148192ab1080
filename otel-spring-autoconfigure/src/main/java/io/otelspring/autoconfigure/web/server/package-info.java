// SPDX-License-Identifier: Apache-2.0
/**
 * What servlet and reactive HTTP servers share: the span and the metrics of one request,
 * and whether it is recorded at all.
 */
@NullMarked
package io.otelspring.autoconfigure.web.server;

import org.jspecify.annotations.NullMarked;
