// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation.integration;

import io.opentelemetry.api.common.AttributeKey;

/**
 * The attributes of messages in Spring Integration, which have the keys of its
 * observations: OpenTelemetry's conventions for messaging are about brokers, and these
 * messages do not leave the process.
 */
final class IntegrationAttributes {

	static final AttributeKey<String> NAME = AttributeKey.stringKey("spring.integration.name");

	static final AttributeKey<String> TYPE = AttributeKey.stringKey("spring.integration.type");

	private IntegrationAttributes() {
	}

}
