// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation.graphql;

import io.opentelemetry.api.common.AttributeKey;

/**
 * The attributes of requests, by OpenTelemetry's conventions for GraphQL, and those of
 * fields and loaders, for which there are none: they have the keys of Spring's
 * observations.
 */
final class GraphQlAttributes {

	static final AttributeKey<String> OPERATION_NAME = AttributeKey.stringKey("graphql.operation.name");

	static final AttributeKey<String> OPERATION_TYPE = AttributeKey.stringKey("graphql.operation.type");

	static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("graphql.outcome");

	static final AttributeKey<String> FIELD_NAME = AttributeKey.stringKey("graphql.field.name");

	static final AttributeKey<String> FIELD_PATH = AttributeKey.stringKey("graphql.field.path");

	static final AttributeKey<String> LOADER_NAME = AttributeKey.stringKey("graphql.loader.name");

	static final AttributeKey<Long> LOADER_SIZE = AttributeKey.longKey("graphql.loader.size");

	private GraphQlAttributes() {
	}

}
