// SPDX-License-Identifier: Apache-2.0
/**
 * What must not leave the process: the one place through which URLs, headers, SQL,
 * messages of exceptions and the values of attributes pass.
 */
@NullMarked
package io.otelspring.autoconfigure.redaction;

import org.jspecify.annotations.NullMarked;
