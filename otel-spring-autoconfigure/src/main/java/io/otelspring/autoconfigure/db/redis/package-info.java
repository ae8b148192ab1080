// SPDX-License-Identifier: Apache-2.0
/**
 * Commands that Lettuce sends to Redis.
 */
@NullMarked
package io.otelspring.autoconfigure.db.redis;

import org.jspecify.annotations.NullMarked;
