// SPDX-License-Identifier: Apache-2.0
/**
 * An application whose annotated classes are beans, or not.
 */
package io.otelspring.autoconfigure.method.unmanaged;
