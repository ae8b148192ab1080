// SPDX-License-Identifier: Apache-2.0
/**
 * Databases: the names, attributes and durations of the semantic conventions, and what is
 * read out of SQL without letting a value in it out.
 */
@NullMarked
package io.otelspring.autoconfigure.db;

import org.jspecify.annotations.NullMarked;
