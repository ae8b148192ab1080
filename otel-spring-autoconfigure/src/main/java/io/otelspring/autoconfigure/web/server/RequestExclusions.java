// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/**
 * Decides which requests are not recorded. The paths of the Actuator are asked for with
 * the first request, because asking makes its endpoints.
 */
public final class RequestExclusions {

	private static final Log logger = LogFactory.getLog(RequestExclusions.class);

	private final ExcludedPaths configured;

	private final ObjectProvider<ActuatorPaths> actuatorPaths;

	private volatile @Nullable ExcludedPaths actuator;

	/**
	 * Create the exclusions.
	 * @param configured patterns of the paths that are excluded
	 * @param actuatorPaths the paths of the Actuator
	 * @throws IllegalArgumentException if one of the patterns is not a path pattern
	 */
	public RequestExclusions(Collection<String> configured, ObjectProvider<ActuatorPaths> actuatorPaths) {
		this.configured = new ExcludedPaths(configured);
		this.actuatorPaths = actuatorPaths;
	}

	/**
	 * Read the properties.
	 * @param properties settings of the server
	 * @param actuatorPaths the paths of the Actuator
	 * @param environment tells the path of the viewer
	 * @return the exclusions
	 */
	public static RequestExclusions of(HttpServerProperties properties, ObjectProvider<ActuatorPaths> actuatorPaths,
			Environment environment) {
		List<String> patterns = new ArrayList<>(properties.excludePaths());
		patterns.add(environment.getProperty("otel.viewer.path", "/otel-viewer") + "/**");
		try {
			return new RequestExclusions(patterns, actuatorPaths);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException("otel.instrumentation.http.server.exclude-paths",
					properties.excludePaths(), ex.getMessage());
		}
	}

	/**
	 * Return whether a request to the given path is excluded.
	 * @param path the decoded path, relative to the context path
	 * @return whether nothing is to be recorded
	 */
	public boolean contain(String path) {
		ExcludedPaths actuator = this.actuator;
		if (actuator == null) {
			actuator = actuator();
			this.actuator = actuator;
		}
		return actuator.contain(path) || this.configured.contain(path);
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
