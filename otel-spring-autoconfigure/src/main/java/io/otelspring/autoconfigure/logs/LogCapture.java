// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * The part of the capture that a logging framework has to play.
 */
interface LogCapture {

	/**
	 * Has records sent to {@link LogBridge} and ids added to what is printed. May be
	 * called again, after the framework was configured anew.
	 * @return why no records are sent, or {@code null}
	 */
	@Nullable String attach();

	/**
	 * Leaves the framework as it was before.
	 */
	void detach();

	/**
	 * Returns the capture for the framework that this application logs with.
	 * @param classLoader the application's class loader
	 * @return the capture, or {@code null} if the framework is another one
	 */
	static @Nullable LogCapture of(@Nullable ClassLoader classLoader) {
		LogCapture capture = null;
		if (ClassUtils.isPresent("ch.qos.logback.classic.LoggerContext", classLoader)) {
			capture = LogbackCapture.create();
		}
		if (capture == null && ClassUtils.isPresent("org.apache.logging.log4j.core.LoggerContext", classLoader)) {
			capture = Log4j2Capture.create(classLoader);
		}
		return capture;
	}

}
