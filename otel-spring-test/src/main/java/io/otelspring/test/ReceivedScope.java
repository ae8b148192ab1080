// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.util.Map;

/**
 * The instrumentation scope that recorded something.
 *
 * @param name the name of the instrumentation scope
 * @param version its version, empty where it has none
 * @param attributes its attributes
 * @param schemaUrl the schema that its telemetry follows, empty where none is named
 */
public record ReceivedScope(String name, String version, Map<String, Object> attributes, String schemaUrl) {

}
