// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.config.PropertyNames;

/**
 * A configuration that has another one answer, which one depending on the name.
 */
public abstract class RoutedConfig implements ConfigProperties {

	/**
	 * Return what answers for a property.
	 * @param key the property, in lower case and with dots alone
	 * @return the configuration that knows it
	 */
	protected abstract ConfigProperties of(String key);

	@Override
	public @Nullable String getString(String name) {
		return of(PropertyNames.key(name)).getString(name);
	}

	@Override
	public @Nullable Boolean getBoolean(String name) {
		return of(PropertyNames.key(name)).getBoolean(name);
	}

	@Override
	public @Nullable Integer getInt(String name) {
		return of(PropertyNames.key(name)).getInt(name);
	}

	@Override
	public @Nullable Long getLong(String name) {
		return of(PropertyNames.key(name)).getLong(name);
	}

	@Override
	public @Nullable Double getDouble(String name) {
		return of(PropertyNames.key(name)).getDouble(name);
	}

	@Override
	public @Nullable Duration getDuration(String name) {
		return of(PropertyNames.key(name)).getDuration(name);
	}

	@Override
	public List<String> getList(String name) {
		return of(PropertyNames.key(name)).getList(name);
	}

	@Override
	public Map<String, String> getMap(String name) {
		return of(PropertyNames.key(name)).getMap(name);
	}

}
