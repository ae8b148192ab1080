// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

/**
 * Something about an application's telemetry that its author should know: said once at
 * start-up where it is known then, and shown by the Actuator.
 *
 * @param severity how bad it is
 * @param what what was found, as one sentence, with the property and its origin where
 * there is one
 * @param why what comes of it
 * @param fix what to do, or to write instead
 */
public record Finding(Severity severity, String what, String why, String fix) {

	/**
	 * How bad a finding is.
	 */
	public enum Severity {

		/** Telemetry is lost, or wrong. */
		ERROR,

		/** Telemetry is likely to be lost, or not what its author meant. */
		WARNING,

		/** Worth knowing; nothing has to be done. */
		INFO

	}

}
