// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;

import io.otelspring.autoconfigure.export.ExportStatus;
import io.otelspring.autoconfigure.export.ExporterStatus;
import io.otelspring.autoconfigure.export.Signal;

/**
 * Says once where each signal goes.
 */
class StartupSummary implements ApplicationListener<ApplicationStartedEvent> {

	private static final Log logger = LogFactory.getLog(StartupSummary.class);

	private final ExportStatus status;

	private final BeanFactory beanFactory;

	StartupSummary(ExportStatus status, BeanFactory beanFactory) {
		this.status = status;
		this.beanFactory = beanFactory;
	}

	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		if (event.getApplicationContext().getBeanFactory() == this.beanFactory) {
			logger.info("OpenTelemetry exports "
					+ Arrays.stream(Signal.values()).map(this::describe).collect(Collectors.joining("; ")));
		}
	}

	private String describe(Signal signal) {
		List<ExporterStatus> exporters = this.status.of(signal);
		return signal.id() + (exporters.isEmpty() ? " nowhere"
				: " to " + exporters.stream().map(StartupSummary::describe).collect(Collectors.joining(" and ")));
	}

	private static String describe(ExporterStatus exporter) {
		return (exporter.endpoint() != null)
				? exporter.endpoint() + " (" + exporter.name() + ", " + exporter.protocol() + ")" : exporter.name();
	}

}
