// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation.security;

import io.opentelemetry.api.common.AttributeKey;

/**
 * The attributes of what Spring Security does, which have the keys of its observations:
 * OpenTelemetry has no conventions for these. Nothing says who the user is.
 */
final class SecurityAttributes {

	static final AttributeKey<Long> CHAIN_POSITION = AttributeKey.longKey("spring.security.filterchain.position");

	static final AttributeKey<Long> CHAIN_SIZE = AttributeKey.longKey("spring.security.filterchain.size");

	static final AttributeKey<String> REACHED_SECTION = AttributeKey
		.stringKey("spring.security.reached.filter.section");

	static final AttributeKey<String> REACHED_FILTER = AttributeKey.stringKey("spring.security.reached.filter.name");

	static final AttributeKey<String> AUTHENTICATION_REQUEST = AttributeKey.stringKey("authentication.request.type");

	static final AttributeKey<String> AUTHENTICATION_METHOD = AttributeKey.stringKey("authentication.method");

	static final AttributeKey<String> AUTHENTICATION_RESULT = AttributeKey.stringKey("authentication.result.type");

	static final AttributeKey<String> AUTHENTICATION_TYPE = AttributeKey
		.stringKey("spring.security.authentication.type");

	static final AttributeKey<String> AUTHORIZED_OBJECT = AttributeKey.stringKey("spring.security.object");

	static final AttributeKey<Boolean> AUTHORIZATION_DECISION = AttributeKey
		.booleanKey("spring.security.authorization.decision");

	private SecurityAttributes() {
	}

}
