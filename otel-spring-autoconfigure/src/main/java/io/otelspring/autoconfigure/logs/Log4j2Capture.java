// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import java.beans.PropertyChangeEvent;
import java.beans.PropertyChangeListener;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Captures the records of Log4j2: an appender on the root logger and on each logger that
 * passes nothing on to it, put into each new configuration. The ids come from
 * {@link Log4j2Correlation}.
 */
final class Log4j2Capture implements LogCapture, PropertyChangeListener {

	private static final String FOREIGN = "io.opentelemetry.instrumentation.log4j.appender.v2_17.OpenTelemetryAppender";

	private final LoggerContext context;

	private final Log4j2Appender appender = new Log4j2Appender();

	private boolean attached;

	private boolean foreignReported;

	Log4j2Capture(LoggerContext context) {
		this.context = context;
	}

	static @Nullable LogCapture create(@Nullable ClassLoader classLoader) {
		return (LogManager.getContext(classLoader, false) instanceof LoggerContext context) ? new Log4j2Capture(context)
				: null;
	}

	@Override
	public synchronized @Nullable String attach() {
		if (!this.attached) {
			this.attached = true;
			this.context.addPropertyChangeListener(this);
		}
		String foreign = foreignAppender();
		if (foreign == null) {
			addAppender();
			return null;
		}
		removeAppender();
		String reason = "the Log4j2 appender '" + foreign + "' of the OpenTelemetry instrumentation is configured";
		if (!this.foreignReported) {
			this.foreignReported = true;
			this.context.getLogger(Log4j2Capture.class)
				.info("Log records are not captured: {} and would send them too", reason);
		}
		return reason;
	}

	@Override
	public synchronized void detach() {
		this.attached = false;
		this.context.removePropertyChangeListener(this);
		removeAppender();
	}

	/**
	 * A configuration was set, or loggers were updated, which {@link #addAppender()} has
	 * done itself.
	 */
	@Override
	public synchronized void propertyChange(PropertyChangeEvent event) {
		if (this.attached) {
			attach();
		}
	}

	private void addAppender() {
		this.appender.start();
		Configuration configuration = this.context.getConfiguration();
		boolean added = add(configuration.getRootLogger());
		for (LoggerConfig logger : configuration.getLoggers().values()) {
			if (!logger.isAdditive() && !logger.getAppenders().isEmpty()) {
				added |= add(logger);
			}
		}
		if (added) {
			this.context.updateLoggers();
		}
	}

	private boolean add(LoggerConfig logger) {
		if (logger.getAppenders().containsKey(Log4j2Appender.NAME)) {
			return false;
		}
		logger.addAppender(this.appender, null, null);
		return true;
	}

	private void removeAppender() {
		Configuration configuration = this.context.getConfiguration();
		configuration.getRootLogger().removeAppender(Log4j2Appender.NAME);
		configuration.getLoggers().values().forEach((logger) -> logger.removeAppender(Log4j2Appender.NAME));
	}

	private @Nullable String foreignAppender() {
		for (Appender appender : this.context.getConfiguration().getAppenders().values()) {
			if (appender.getClass().getName().equals(FOREIGN)) {
				return appender.getName();
			}
		}
		return null;
	}

}
