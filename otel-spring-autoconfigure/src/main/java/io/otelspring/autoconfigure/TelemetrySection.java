// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

/**
 * A section of the Actuator endpoint {@code otel}. A capability that has something to
 * show supplies a bean of this type; it needs no Actuator for that.
 */
public interface TelemetrySection {

	/**
	 * Return the section's name.
	 * @return the name, which is also the last part of its path
	 */
	String name();

	/**
	 * Return what the section shows now.
	 * @return maps, lists, records, text, numbers and booleans
	 */
	Object value();

}
