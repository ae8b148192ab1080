// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import java.util.Iterator;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.BasicStatusManager;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.spi.ConfigurationEvent;
import ch.qos.logback.core.spi.ConfigurationEventListener;
import ch.qos.logback.core.status.StatusManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.MDCAdapter;

/**
 * Captures the records of Logback: an appender on the root logger and on each logger that
 * passes nothing on to it, put back whenever Logback is reset or configured anew.
 */
final class LogbackCapture implements LogCapture, LoggerContextListener, ConfigurationEventListener {

	private static final String FOREIGN = "io.opentelemetry.instrumentation.logback.appender.v1_0.OpenTelemetryAppender";

	private final LoggerContext context;

	private final LogbackAppender appender = new LogbackAppender();

	private boolean attached;

	private boolean foreignReported;

	LogbackCapture(LoggerContext context) {
		this.context = context;
		this.appender.setContext(context);
	}

	static @Nullable LogCapture create() {
		ILoggerFactory factory = LoggerFactory.getILoggerFactory();
		return (factory instanceof LoggerContext context) ? new LogbackCapture(context) : null;
	}

	@Override
	public synchronized @Nullable String attach() {
		this.context.removeListener(this);
		this.context.addListener(this);
		if (!this.attached) {
			this.attached = true;
			this.context.addConfigurationEventListener(this);
		}
		return capture();
	}

	private @Nullable String capture() {
		correlate();
		String foreign = foreignAppender();
		if (foreign == null) {
			addAppender();
			return null;
		}
		removeAppender();
		String reason = "the Logback appender '" + foreign + "' of the OpenTelemetry instrumentation is configured";
		if (!this.foreignReported) {
			this.foreignReported = true;
			LoggerFactory.getLogger(LogbackCapture.class)
				.info("Log records are not captured: {} and would send them too", reason);
		}
		return reason;
	}

	@Override
	public synchronized void detach() {
		this.attached = false;
		this.context.removeListener(this);
		this.context.removeConfigurationEventListener(this);
		removeAppender();
		if (this.context.getMDCAdapter() instanceof LogbackMdcAdapter adapter) {
			setMdcAdapter(adapter.delegate());
		}
	}

	private void addAppender() {
		this.appender.start();
		for (Logger logger : this.context.getLoggerList()) {
			if (isLast(logger) && !logger.isAttached(this.appender)) {
				logger.addAppender(this.appender);
			}
		}
	}

	private void removeAppender() {
		for (Logger logger : this.context.getLoggerList()) {
			logger.detachAppender(this.appender);
		}
	}

	// The logger's appenders are the last to see a record. One that passes nothing on and
	// has no appender is meant to be silent.
	private boolean isLast(Logger logger) {
		return logger.getName().equals(Logger.ROOT_LOGGER_NAME)
				|| (!logger.isAdditive() && logger.iteratorForAppenders().hasNext());
	}

	private @Nullable String foreignAppender() {
		for (Logger logger : this.context.getLoggerList()) {
			String name = foreignAppender(logger.iteratorForAppenders());
			if (name != null) {
				return name;
			}
		}
		return null;
	}

	@SuppressWarnings("unchecked")
	private @Nullable String foreignAppender(Iterator<Appender<ILoggingEvent>> appenders) {
		while (appenders.hasNext()) {
			Appender<ILoggingEvent> appender = appenders.next();
			if (appender.getClass().getName().equals(FOREIGN)) {
				return (appender.getName() != null) ? appender.getName() : FOREIGN;
			}
			String nested = (appender instanceof AppenderAttachable<?> parent)
					? foreignAppender(((AppenderAttachable<ILoggingEvent>) parent).iteratorForAppenders()) : null;
			if (nested != null) {
				return nested;
			}
		}
		return null;
	}

	private void correlate() {
		MDCAdapter adapter = this.context.getMDCAdapter();
		if (adapter != null && !(adapter instanceof LogbackMdcAdapter)) {
			setMdcAdapter(new LogbackMdcAdapter(adapter));
		}
	}

	// Logback warns of a second adapter, and Spring Boot prints its warnings: this one is
	// left unheard.
	private void setMdcAdapter(MDCAdapter adapter) {
		StatusManager statusManager = this.context.getStatusManager();
		this.context.setStatusManager(new BasicStatusManager());
		try {
			this.context.setMDCAdapter(adapter);
		}
		finally {
			this.context.setStatusManager(statusManager);
		}
	}

	@Override
	public boolean isResetResistant() {
		return true;
	}

	/**
	 * Nothing is configured at this moment but what comes right after a reset will be, so
	 * only the root logger gets the appender back yet. Logback walks through its
	 * listeners meanwhile, so they are left as they are.
	 */
	@Override
	public synchronized void onReset(LoggerContext context) {
		if (this.attached) {
			capture();
		}
	}

	@Override
	public void listen(ConfigurationEvent event) {
		if (event.getEventType() == ConfigurationEvent.EventType.CONFIGURATION_ENDED_SUCCESSFULLY) {
			reattach();
		}
	}

	private synchronized void reattach() {
		if (this.attached) {
			attach();
		}
	}

	@Override
	public void onStart(LoggerContext context) {
	}

	@Override
	public void onStop(LoggerContext context) {
	}

	@Override
	public void onLevelChange(Logger logger, Level level) {
	}

}
