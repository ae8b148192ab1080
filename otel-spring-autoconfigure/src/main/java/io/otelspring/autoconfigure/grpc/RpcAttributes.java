// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.grpc;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Names of the conventions for remote procedure calls, which are not among the stable
 * constants.
 */
final class RpcAttributes {

	static final AttributeKey<String> SYSTEM_NAME = AttributeKey.stringKey("rpc.system.name");

	static final AttributeKey<String> METHOD = AttributeKey.stringKey("rpc.method");

	static final AttributeKey<String> METHOD_ORIGINAL = AttributeKey.stringKey("rpc.method_original");

	static final AttributeKey<String> STATUS_CODE = AttributeKey.stringKey("rpc.response.status_code");

	static final String SYSTEM = "grpc";

	static final String OTHER = "_OTHER";

	private RpcAttributes() {
	}

}
