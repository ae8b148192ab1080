// SPDX-License-Identifier: Apache-2.0
/**
 * Spans to Zipkin, by version 2 of its API.
 */
@NullMarked
package io.otelspring.autoconfigure.export.zipkin;

import org.jspecify.annotations.NullMarked;
