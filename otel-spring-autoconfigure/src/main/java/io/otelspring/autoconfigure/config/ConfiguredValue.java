// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import org.springframework.boot.origin.Origin;

/**
 * The effective value of a property, in the form that the SDK reads, and where it came
 * from.
 *
 * @param name the property
 * @param value the value
 * @param origin the place that supplied it, or a sentence for a derived one
 */
public record ConfiguredValue(String name, String value, Origin origin) {

}
