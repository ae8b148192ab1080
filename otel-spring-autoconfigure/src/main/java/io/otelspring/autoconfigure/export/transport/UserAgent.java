// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.resources.Resource;

import io.otelspring.autoconfigure.StarterVersion;

/**
 * How we name ourselves to servers, as the specification wants it of a distribution.
 */
final class UserAgent {

	/** Our name alone. */
	static final String NAME = ours();

	/** Our name and that of OTLP's exporter. */
	static final String VALUE = NAME + " OTel-OTLP-Exporter-Java/" + sdkVersion();

	private UserAgent() {
	}

	private static String ours() {
		String version = StarterVersion.get();
		return "otel-spring-boot-starter" + ((version != null) ? "/" + version : "");
	}

	private static String sdkVersion() {
		String version = Resource.getDefault().getAttribute(AttributeKey.stringKey("telemetry.sdk.version"));
		return (version != null) ? version : "unknown";
	}

}
