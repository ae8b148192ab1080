// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.internal.DefaultConfigProperties;
import org.jspecify.annotations.Nullable;

/**
 * The configuration as the exporter of one destination sees it: the application's, with
 * the destination's own settings on top, and the destination's own components.
 */
final class DestinationConfig implements ConfigProperties {

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

	private ConfigProperties of(String name) {
		String key = name.toLowerCase(Locale.ROOT).replace('-', '.');
		return this.destination.replaces(key) ? this.own : this.application;
	}

	@Override
	public @Nullable String getString(String name) {
		return of(name).getString(name);
	}

	@Override
	public @Nullable Boolean getBoolean(String name) {
		return of(name).getBoolean(name);
	}

	@Override
	public @Nullable Integer getInt(String name) {
		return of(name).getInt(name);
	}

	@Override
	public @Nullable Long getLong(String name) {
		return of(name).getLong(name);
	}

	@Override
	public @Nullable Double getDouble(String name) {
		return of(name).getDouble(name);
	}

	@Override
	public @Nullable Duration getDuration(String name) {
		return of(name).getDuration(name);
	}

	@Override
	public List<String> getList(String name) {
		return of(name).getList(name);
	}

	@Override
	public Map<String, String> getMap(String name) {
		return of(name).getMap(name);
	}

	@Override
	public ComponentLoader getComponentLoader() {
		return this.components;
	}

}
