// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

import org.jspecify.annotations.Nullable;

/**
 * The version of this starter, as Maven writes it into the jar. The manifest would not
 * do: ahead of time (AOT) Spring writes classes into our packages, which stand in the
 * application's jar, and a package has the version of the jar that it was first seen in.
 */
public final class StarterVersion {

	private static final String RESOURCE = "/META-INF/maven/io.otelspring/otel-spring-autoconfigure/pom.properties";

	private static final @Nullable String VERSION = read();

	private StarterVersion() {
	}

	/**
	 * The version.
	 * @return the version, or {@code null} where there is no jar, as in a build directory
	 */
	public static @Nullable String get() {
		return VERSION;
	}

	private static @Nullable String read() {
		try (InputStream input = StarterVersion.class.getResourceAsStream(RESOURCE)) {
			if (input == null) {
				return null;
			}
			Properties properties = new Properties();
			properties.load(input);
			return properties.getProperty("version");
		}
		catch (IOException | RuntimeException ex) {
			return null;
		}
	}

}
