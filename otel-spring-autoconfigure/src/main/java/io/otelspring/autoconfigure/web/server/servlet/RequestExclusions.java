// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.servlet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

import io.otelspring.autoconfigure.web.server.ExcludedPaths;

/**
 * Decides which requests are not recorded. The paths of the Actuator are asked for with
 * the first request, because asking makes its endpoints.
 */
final class RequestExclusions {

	private static final Log logger = LogFactory.getLog(RequestExclusions.class);

	private final ExcludedPaths configured;

	private final ObjectProvider<ActuatorPaths> actuatorPaths;

	private volatile @Nullable ExcludedPaths actuator;

	RequestExclusions(Collection<String> configured, ObjectProvider<ActuatorPaths> actuatorPaths) {
		this.configured = new ExcludedPaths(configured);
		this.actuatorPaths = actuatorPaths;
	}

	boolean contain(HttpServletRequest request) {
		String path = pathOf(request);
		ExcludedPaths actuator = this.actuator;
		if (actuator == null) {
			actuator = actuator();
			this.actuator = actuator;
		}
		return actuator.contain(path) || this.configured.contain(path);
	}

	private static String pathOf(HttpServletRequest request) {
		String servletPath = request.getServletPath();
		String pathInfo = request.getPathInfo();
		if (pathInfo == null) {
			return servletPath;
		}
		return servletPath.isEmpty() ? pathInfo : servletPath + pathInfo;
	}

	private ExcludedPaths actuator() {
		List<String> patterns = new ArrayList<>();
		try {
			this.actuatorPaths.ifAvailable((paths) -> patterns.addAll(paths.patterns()));
		}
		catch (RuntimeException ex) {
			logger.warn("Requests to the Actuator are recorded, because its paths are not known", ex);
		}
		return new ExcludedPaths(patterns);
	}

}
