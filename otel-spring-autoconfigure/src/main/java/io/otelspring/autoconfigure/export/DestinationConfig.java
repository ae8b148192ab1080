// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.util.Map;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.internal.DefaultConfigProperties;

/**
 * The configuration as the exporter of one destination sees it: the application's, with
 * the destination's own settings on top, and the destination's own components.
 */
final class DestinationConfig extends RoutedConfig {

	private final Destination destination;

	private final ConfigProperties application;

	private final ConfigProperties own;

	private final ComponentLoader components;

	DestinationConfig(Destination destination, ConfigProperties application, ComponentLoader components) {
		this.destination = destination;
		this.application = application;
		this.components = components;
		Map<String, String> settings = (destination.settings() != null) ? destination.settings() : Map.of();
		this.own = DefaultConfigProperties.create(settings, components);
	}

	@Override
	protected ConfigProperties of(String key) {
		return this.destination.replaces(key) ? this.own : this.application;
	}

	@Override
	public ComponentLoader getComponentLoader() {
		return this.components;
	}

}
