// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.LoggerProvider;

/**
 * Loggers of one {@link LoggerProvider}, looked up once per name.
 */
final class ProviderTarget implements LogTarget {

	/**
	 * Frameworks keep their loggers for ever, so that names made at run time are the
	 * application's leak already; this map does not join in.
	 */
	private static final int MAX_LOGGERS = 10_000;

	private final LoggerProvider provider;

	private final Map<String, Logger> loggers = new ConcurrentHashMap<>();

	ProviderTarget(LoggerProvider provider) {
		this.provider = provider;
	}

	@Override
	public Logger logger(String name) {
		Logger logger = this.loggers.get(name);
		return (logger != null) ? logger : create(name);
	}

	private Logger create(String name) {
		Logger logger = LogTarget.isAboutExport(name) ? SILENT : this.provider.get(name);
		if (this.loggers.size() < MAX_LOGGERS) {
			this.loggers.put(name, logger);
		}
		return logger;
	}

}
