// SPDX-License-Identifier: Apache-2.0
/**
 * The annotations with which an application says what it wants traced and measured.
 */
@NullMarked
package io.otelspring.annotation;

import org.jspecify.annotations.NullMarked;
