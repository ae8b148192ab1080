// SPDX-License-Identifier: Apache-2.0
/**
 * Annotated methods: each is compiled once into a recipe, and advice on the bean follows
 * it, recording spans, counts and durations.
 */
@NullMarked
package io.otelspring.autoconfigure.method;

import org.jspecify.annotations.NullMarked;
