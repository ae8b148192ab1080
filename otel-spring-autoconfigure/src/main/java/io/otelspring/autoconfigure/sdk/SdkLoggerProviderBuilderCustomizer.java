// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import io.opentelemetry.sdk.logs.SdkLoggerProviderBuilder;

/**
 * Customizes the provider of logs before it is built. Beans of this type are applied
 * last, in their order.
 */
@FunctionalInterface
public interface SdkLoggerProviderBuilderCustomizer {

	/**
	 * Customize the builder.
	 * @param builder the provider's builder
	 */
	void customize(SdkLoggerProviderBuilder builder);

}
