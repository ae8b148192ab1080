// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client;

import io.opentelemetry.api.common.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * How calls to one server ended, with the attributes of their metric.
 *
 * @param status the status code of the response, or {@code null} where there was none
 * @param errorType what the error is known by, or {@code null} where there was none
 * @param metric the attributes of the duration
 */
record Outcome(@Nullable Long status, @Nullable String errorType, Attributes metric) {
}
