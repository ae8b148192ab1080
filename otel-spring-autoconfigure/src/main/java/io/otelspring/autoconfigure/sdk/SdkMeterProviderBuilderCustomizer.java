// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import io.opentelemetry.sdk.metrics.SdkMeterProviderBuilder;

/**
 * Customizes the provider of metrics before it is built. Beans of this type are applied
 * last, in their order.
 */
@FunctionalInterface
public interface SdkMeterProviderBuilderCustomizer {

	/**
	 * Customize the builder.
	 * @param builder the provider's builder
	 */
	void customize(SdkMeterProviderBuilder builder);

}
