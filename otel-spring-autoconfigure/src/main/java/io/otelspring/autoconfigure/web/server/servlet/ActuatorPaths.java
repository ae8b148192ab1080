// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.servlet;

import java.util.ArrayList;
import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.core.env.Environment;

/**
 * The paths at which the application's own port serves the Actuator.
 */
final class ActuatorPaths {

	private final ObjectProvider<PathMappedEndpoints> endpoints;

	private final ObjectProvider<DispatcherServletPath> servletPath;

	private final Environment environment;

	ActuatorPaths(ObjectProvider<PathMappedEndpoints> endpoints, ObjectProvider<DispatcherServletPath> servletPath,
			Environment environment) {
		this.endpoints = endpoints;
		this.servletPath = servletPath;
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
		DispatcherServletPath servletPath = this.servletPath.getIfAvailable();
		String relative = (servletPath != null) ? servletPath.getRelativePath(path) : path;
		return relative + "/**";
	}

}
