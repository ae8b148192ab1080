// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import io.opentelemetry.sdk.autoconfigure.internal.AutoConfigureUtil;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;

import io.otelspring.autoconfigure.export.RoutedConfig;

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

	private static final class Listening extends RoutedConfig {

		private final ConfigProperties config;

		private final Set<String> names;

		Listening(ConfigProperties config, Set<String> names) {
			this.config = config;
			this.names = names;
		}

		@Override
		protected ConfigProperties of(String key) {
			this.names.add(key);
			return this.config;
		}

		@Override
		public ComponentLoader getComponentLoader() {
			return this.config.getComponentLoader();
		}

	}

}
