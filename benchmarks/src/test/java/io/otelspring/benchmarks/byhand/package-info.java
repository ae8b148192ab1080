// SPDX-License-Identifier: Apache-2.0
/**
 * What a developer who knows OpenTelemetry well would write instead of adding the
 * starter.
 */
@NullMarked
package io.otelspring.benchmarks.byhand;

import org.jspecify.annotations.NullMarked;
