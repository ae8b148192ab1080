// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.io.IOException;
import java.util.Properties;
import java.util.UUID;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.resources.ResourceBuilder;
import io.opentelemetry.semconv.ServiceAttributes;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

import io.otelspring.autoconfigure.StarterVersion;
import io.otelspring.autoconfigure.config.TelemetryProperties;

/**
 * Completes the resource that the SDK's detectors found: an id of this instance, the
 * version from Boot's build information, our own name as the distribution's, and no
 * command line, since passwords stand there.
 */
final class ResourceCompletion {

	private static final Log logger = LogFactory.getLog(ResourceCompletion.class);

	private static final AttributeKey<String> INSTANCE_ID = AttributeKey.stringKey("service.instance.id");

	private static final AttributeKey<String> DISTRO_NAME = AttributeKey.stringKey("telemetry.distro.name");

	private static final AttributeKey<String> DISTRO_VERSION = AttributeKey.stringKey("telemetry.distro.version");

	private final TelemetryProperties properties;

	private final ClassLoader classLoader;

	ResourceCompletion(TelemetryProperties properties, ClassLoader classLoader) {
		this.properties = properties;
		this.classLoader = classLoader;
	}

	Resource complete(Resource detected) {
		ResourceBuilder builder = detected.toBuilder();
		builder.removeIf(
				(key) -> key.getKey().equals("process.command_line") || key.getKey().equals("process.command_args"));
		builder.put(DISTRO_NAME, "otel-spring-boot-starter");
		String distroVersion = StarterVersion.get();
		if (distroVersion != null) {
			builder.put(DISTRO_VERSION, distroVersion);
		}
		if (detected.getAttribute(INSTANCE_ID) == null) {
			builder.put(INSTANCE_ID, UUID.randomUUID().toString());
		}
		if (!this.properties.getMap("otel.resource.attributes")
			.containsKey(ServiceAttributes.SERVICE_VERSION.getKey())) {
			String version = buildVersion();
			if (version != null) {
				builder.put(ServiceAttributes.SERVICE_VERSION, version);
			}
		}
		return builder.build();
	}

	private @Nullable String buildVersion() {
		ClassPathResource buildInfo = new ClassPathResource("META-INF/build-info.properties", this.classLoader);
		if (!buildInfo.exists()) {
			return null;
		}
		try {
			Properties build = PropertiesLoaderUtils.loadProperties(buildInfo);
			return build.getProperty("build.version");
		}
		catch (IOException ex) {
			logger.debug("The build information cannot be read", ex);
			return null;
		}
	}

}
