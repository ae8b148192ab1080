// SPDX-License-Identifier: Apache-2.0
/**
 * What the instrumentations of messaging systems share: names of attributes and the
 * metrics of clients.
 */
@NullMarked
package io.otelspring.autoconfigure.messaging;

import org.jspecify.annotations.NullMarked;
