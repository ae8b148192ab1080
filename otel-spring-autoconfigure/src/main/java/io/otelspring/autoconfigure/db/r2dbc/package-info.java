// SPDX-License-Identifier: Apache-2.0
/**
 * Statements that are executed by R2DBC.
 */
@NullMarked
package io.otelspring.autoconfigure.db.r2dbc;

import org.jspecify.annotations.NullMarked;
