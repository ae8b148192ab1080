// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

/**
 * Something that somebody configured and that is not a property of the catalogue.
 *
 * @param written the name as it is written
 * @param name the name as a property, without the index of a list's element
 * @param variable whether it is an environment variable
 * @param value the value and where it stands
 */
record UnknownKey(String written, String name, boolean variable, ConfiguredValue value) {

}
