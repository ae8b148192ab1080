// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.util.List;

import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.semconv.ServiceAttributes;
import org.springframework.beans.factory.ObjectProvider;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.Finding.Severity;
import io.otelspring.autoconfigure.FindingSource;

/**
 * Finds that the service has no name.
 */
class ServiceNameFindings implements FindingSource {

	private final ObjectProvider<Resource> resource;

	ServiceNameFindings(ObjectProvider<Resource> resource) {
		this.resource = resource;
	}

	@Override
	public List<Finding> findings() {
		Resource resource = this.resource.getIfAvailable();
		if (resource == null) {
			return List.of();
		}
		String name = resource.getAttribute(ServiceAttributes.SERVICE_NAME);
		if (name != null && !name.startsWith("unknown_service")) {
			return List.of();
		}
		return List
			.of(new Finding(Severity.WARNING, (name != null) ? "service.name is " + name : "There is no service.name",
					"All services without a name look like one, and are told apart by nothing",
					"Set spring.application.name, or otel.service.name"));
	}

}
