// SPDX-License-Identifier: Apache-2.0
package io.opentelemetry.instrumentation.logback.appender.v1_0;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;

/**
 * Has the name of an appender that applications may have configured, and does nothing.
 */
public class OpenTelemetryAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

	@Override
	protected void append(ILoggingEvent event) {
	}

}
