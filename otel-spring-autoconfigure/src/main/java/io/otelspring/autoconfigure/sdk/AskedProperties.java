// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import io.opentelemetry.sdk.autoconfigure.internal.AutoConfigureUtil;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which properties the SDK and extensions on the class path have asked for, so
 * that a name which only an extension knows is not taken for a mistake.
 */
final class AskedProperties {

	private final Set<String> names = ConcurrentHashMap.newKeySet();

	/**
	 * Listen to what is asked of the SDK's configuration. The engine has a public way to
	 * change values but none to see who reads them, hence this class of its own for the
	 * one that it has for agents.
	 * @param engine the engine
	 */
	void listenTo(AutoConfiguredOpenTelemetrySdkBuilder engine) {
		try {
			AutoConfigureUtil.setConfigPropertiesCustomizer(engine, this::listening);
		}
		catch (LinkageError | IllegalStateException ex) {
			// Then names of extensions are reported as well
		}
	}

	/**
	 * Return a configuration that remembers what it is asked.
	 * @param config answers
	 * @return the configuration
	 */
	ConfigProperties listening(ConfigProperties config) {
		return new Listening(config, this.names);
	}

	/**
	 * Return the names of all properties that somebody has asked for.
	 * @return the names, in lower case and with dots alone
	 */
	Set<String> names() {
		return this.names;
	}

	private record Listening(ConfigProperties config, Set<String> names) implements ConfigProperties {

		private String asked(String name) {
			this.names.add(name.toLowerCase(Locale.ROOT).replace('-', '.'));
			return name;
		}

		@Override
		public @Nullable String getString(String name) {
			return this.config.getString(asked(name));
		}

		@Override
		public @Nullable Boolean getBoolean(String name) {
			return this.config.getBoolean(asked(name));
		}

		@Override
		public @Nullable Integer getInt(String name) {
			return this.config.getInt(asked(name));
		}

		@Override
		public @Nullable Long getLong(String name) {
			return this.config.getLong(asked(name));
		}

		@Override
		public @Nullable Double getDouble(String name) {
			return this.config.getDouble(asked(name));
		}

		@Override
		public @Nullable Duration getDuration(String name) {
			return this.config.getDuration(asked(name));
		}

		@Override
		public List<String> getList(String name) {
			return this.config.getList(asked(name));
		}

		@Override
		public Map<String, String> getMap(String name) {
			return this.config.getMap(asked(name));
		}

		@Override
		public ComponentLoader getComponentLoader() {
			return this.config.getComponentLoader();
		}

	}

}
