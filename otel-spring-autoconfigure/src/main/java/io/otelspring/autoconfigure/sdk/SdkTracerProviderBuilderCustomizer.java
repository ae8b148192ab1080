// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;

/**
 * Customizes the provider of spans before it is built. Beans of this type are applied
 * last, in their order.
 */
@FunctionalInterface
public interface SdkTracerProviderBuilderCustomizer {

	/**
	 * Customize the builder.
	 * @param builder the provider's builder
	 */
	void customize(SdkTracerProviderBuilder builder);

}
