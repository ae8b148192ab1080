// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.diagnosis;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;

import io.otelspring.autoconfigure.Finding;

/**
 * Says each finding once, in one line, when the application has started and before its
 * runners, which may not return.
 */
class FindingReporter implements ApplicationListener<ApplicationStartedEvent> {

	private static final Log logger = LogFactory.getLog(FindingReporter.class);

	private final Findings findings;

	private final BeanFactory beanFactory;

	FindingReporter(Findings findings, BeanFactory beanFactory) {
		this.findings = findings;
		this.beanFactory = beanFactory;
	}

	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		if (event.getApplicationContext().getBeanFactory() == this.beanFactory) {
			this.findings.unlogged().forEach(FindingReporter::log);
		}
	}

	/**
	 * Log a finding.
	 * @param finding the finding
	 */
	static void log(Finding finding) {
		if (finding.severity() == Finding.Severity.INFO) {
			logger.info(line(finding));
		}
		else {
			logger.warn(line(finding));
		}
	}

	private static String line(Finding finding) {
		return sentence(finding.what()) + " " + sentence(finding.why()) + " " + sentence(finding.fix());
	}

	private static String sentence(String text) {
		return (text.endsWith(".") || text.endsWith("?")) ? text : text + ".";
	}

}
