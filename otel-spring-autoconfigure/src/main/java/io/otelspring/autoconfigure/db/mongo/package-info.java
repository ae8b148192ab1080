// SPDX-License-Identifier: Apache-2.0
/**
 * Commands that MongoDB's drivers send, synchronous and reactive.
 */
@NullMarked
package io.otelspring.autoconfigure.db.mongo;

import org.jspecify.annotations.NullMarked;
