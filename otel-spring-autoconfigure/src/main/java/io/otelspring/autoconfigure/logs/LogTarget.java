// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.LoggerProvider;

/**
 * Where log records go.
 */
@FunctionalInterface
interface LogTarget {

	/**
	 * A logger that is not enabled.
	 */
	Logger SILENT = LoggerProvider.noop().get("");

	/**
	 * Returns the OpenTelemetry logger for a logger of the application's framework.
	 * @param name the name of the logger
	 * @return the logger, never one made anew for each call unless there are too many
	 */
	Logger logger(String name);

	/**
	 * Whether a logger speaks about the export itself. The console exporter even prints
	 * all telemetry through such a logger.
	 * @param name the name of the logger
	 * @return whether its records must not be exported
	 */
	static boolean isAboutExport(String name) {
		return name.startsWith("io.opentelemetry.") && (name.startsWith("io.opentelemetry.exporter.")
				|| name.startsWith("io.opentelemetry.sdk.logs.export.")
				|| name.startsWith("io.opentelemetry.sdk.trace.export.")
				|| name.startsWith("io.opentelemetry.sdk.metrics.export."));
	}

}
