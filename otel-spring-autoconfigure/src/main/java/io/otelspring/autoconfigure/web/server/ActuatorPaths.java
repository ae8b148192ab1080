// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.core.env.Environment;

/**
 * The paths at which the application's own port serves the Actuator.
 */
public final class ActuatorPaths {

	private final ObjectProvider<PathMappedEndpoints> endpoints;

	private final UnaryOperator<String> relative;

	private final Environment environment;

	/**
	 * Create the paths.
	 * @param endpoints the endpoints with their paths
	 * @param relative adds to a path what comes before it within the application
	 * @param environment tells on which port the Actuator is served
	 */
	public ActuatorPaths(ObjectProvider<PathMappedEndpoints> endpoints, UnaryOperator<String> relative,
			Environment environment) {
		this.endpoints = endpoints;
		this.relative = relative;
		this.environment = environment;
	}

	List<String> patterns() {
		List<String> patterns = new ArrayList<>();
		PathMappedEndpoints endpoints = this.endpoints.getIfAvailable();
		if (endpoints == null) {
			return patterns;
		}
		if (ManagementPortType.get(this.environment) == ManagementPortType.SAME) {
			if (endpoints.getBasePath().isEmpty() || "/".equals(endpoints.getBasePath())) {
				endpoints.getAllPaths().forEach((path) -> patterns.add(pattern(path)));
			}
			else {
				patterns.add(pattern(endpoints.getBasePath()));
			}
		}
		for (PathMappedEndpoint endpoint : endpoints) {
			for (String path : endpoint.getAdditionalPaths(WebServerNamespace.SERVER)) {
				patterns.add(pattern(path.startsWith("/") ? path : "/" + path));
			}
		}
		return patterns;
	}

	private String pattern(String path) {
		return this.relative.apply(path) + "/**";
	}

}
