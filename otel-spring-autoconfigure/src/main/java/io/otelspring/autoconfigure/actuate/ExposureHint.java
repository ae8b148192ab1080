// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.actuate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Says where the endpoint {@code otel} is, or how it is exposed.
 */
class ExposureHint implements ApplicationListener<ApplicationStartedEvent> {

	private static final Log logger = LogFactory.getLog(ExposureHint.class);

	private final ObjectProvider<PathMappedEndpoints> endpoints;

	private final BeanFactory beanFactory;

	ExposureHint(ObjectProvider<PathMappedEndpoints> endpoints, BeanFactory beanFactory) {
		this.endpoints = endpoints;
		this.beanFactory = beanFactory;
	}

	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		if (event.getApplicationContext().getBeanFactory() != this.beanFactory) {
			return;
		}
		PathMappedEndpoints available = this.endpoints.getIfAvailable();
		if (available != null) {
			logger.info(hint(available.getPath(EndpointId.of("otel"))));
		}
	}

	static String hint(@Nullable String path) {
		return (path != null) ? "The state of telemetry is shown at " + path
				: "To see the state of telemetry, expose the Actuator endpoint 'otel': "
						+ "management.endpoints.web.exposure.include=health,otel";
	}

}
