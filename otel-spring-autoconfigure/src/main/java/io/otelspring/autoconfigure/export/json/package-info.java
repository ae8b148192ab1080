// SPDX-License-Identifier: Apache-2.0
/**
 * Telemetry as lines of JSON, by the mapping of OTLP.
 */
@NullMarked
package io.otelspring.autoconfigure.export.json;

import org.jspecify.annotations.NullMarked;
