// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.actuate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import io.opentelemetry.sdk.resources.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootVersion;

import io.otelspring.autoconfigure.StarterVersion;
import io.otelspring.autoconfigure.TelemetrySection;
import io.otelspring.autoconfigure.config.TelemetryProperties;

/**
 * Shows whether the SDK is on, the resource that all signals carry, and the versions.
 */
class SdkSection implements TelemetrySection {

	private final TelemetryProperties properties;

	private final @Nullable Resource resource;

	SdkSection(TelemetryProperties properties, @Nullable Resource resource) {
		this.properties = properties;
		this.resource = resource;
	}

	@Override
	public String name() {
		return "sdk";
	}

	@Override
	public Object value() {
		Map<String, Object> sdk = new LinkedHashMap<>();
		sdk.put("disabled", this.properties.isTrue("otel.sdk.disabled"));
		Map<String, Object> attributes = new TreeMap<>();
		if (this.resource != null) {
			this.resource.getAttributes().forEach((key, value) -> attributes.put(key.getKey(), value));
		}
		sdk.put("resource", attributes);
		sdk.put("versions", versions());
		return sdk;
	}

	private static Map<String, Object> versions() {
		Map<String, Object> versions = new LinkedHashMap<>();
		put(versions, "starter", StarterVersion.get());
		Resource.getDefault().getAttributes().forEach((key, value) -> {
			if (key.getKey().equals("telemetry.sdk.version")) {
				versions.put("opentelemetry", value);
			}
		});
		put(versions, "spring-boot", SpringBootVersion.getVersion());
		put(versions, "java", System.getProperty("java.version"));
		return versions;
	}

	private static void put(Map<String, Object> versions, String name, @Nullable String version) {
		versions.put(name, (version != null) ? version : "unknown");
	}

}
