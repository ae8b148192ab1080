// SPDX-License-Identifier: Apache-2.0
/**
 * What HTTP servers and HTTP clients share: known methods and the buckets of their
 * durations.
 */
@NullMarked
package io.otelspring.autoconfigure.web;

import org.jspecify.annotations.NullMarked;
