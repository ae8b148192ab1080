// SPDX-License-Identifier: Apache-2.0
/**
 * Spans of the requests that Spring for GraphQL serves.
 */
@NullMarked
package io.otelspring.autoconfigure.observation.graphql;

import org.jspecify.annotations.NullMarked;
