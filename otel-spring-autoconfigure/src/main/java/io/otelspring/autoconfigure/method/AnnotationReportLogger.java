// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.util.List;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Says in one line after the start which annotations have no effect, from a thread of its
 * own since nobody waits for it.
 */
class AnnotationReportLogger implements ApplicationListener<ApplicationStartedEvent>, DisposableBean {

	private static final Log logger = LogFactory.getLog(AnnotationReport.class);

	private static final int MAX_LISTED = 20;

	private final AnnotationReport report;

	private final UnmanagedClasses unmanagedClasses;

	private final BeanFactory beanFactory;

	AnnotationReportLogger(AnnotationReport report, UnmanagedClasses unmanagedClasses, BeanFactory beanFactory) {
		this.report = report;
		this.unmanagedClasses = unmanagedClasses;
		this.beanFactory = beanFactory;
	}

	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		if (event.getApplicationContext().getBeanFactory() == this.beanFactory) {
			Thread thread = new Thread(this::log, "otel-annotation-report");
			thread.setDaemon(true);
			thread.setPriority(Thread.MIN_PRIORITY);
			thread.start();
		}
	}

	@Override
	public void destroy() {
		this.unmanagedClasses.close();
	}

	void log() {
		try {
			List<IneffectiveAnnotation> ineffective = this.report.ineffective();
			if (!ineffective.isEmpty() && !this.unmanagedClasses.isClosed()) {
				logger.warn(message(ineffective));
			}
		}
		catch (RuntimeException ex) {
			logger.debug("Could not look for annotations without effect", ex);
		}
	}

	static String message(List<IneffectiveAnnotation> ineffective) {
		String listed = ineffective.stream()
			.limit(MAX_LISTED)
			.map(IneffectiveAnnotation::toString)
			.collect(Collectors.joining("; "));
		int further = ineffective.size() - MAX_LISTED;
		return "Annotations without effect: " + listed
				+ ((further > 0) ? "; and " + further + " more, see /actuator/otel/annotations" : "");
	}

}
