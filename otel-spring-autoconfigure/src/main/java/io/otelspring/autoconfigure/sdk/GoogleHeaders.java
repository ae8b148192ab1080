// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * The headers by which Google Cloud knows an application: a token that its library
 * fetches and renews. The library is reached by name, and the credentials are sought when
 * something is sent first, on the thread that sends.
 */
final class GoogleHeaders implements Supplier<Map<String, String>> {

	private static final String CREDENTIALS = "com.google.auth.oauth2.GoogleCredentials";

	private static final List<String> SCOPES = List.of("https://www.googleapis.com/auth/cloud-platform");

	private static final URI AUDIENCE = URI.create("https://telemetry.googleapis.com");

	private final @Nullable String file;

	private final ClassLoader classLoader;

	private @Nullable Object credentials;

	GoogleHeaders(@Nullable String file, ClassLoader classLoader) {
		this.file = file;
		this.classLoader = classLoader;
	}

	@Override
	public Map<String, String> get() {
		try {
			Object current = credentials();
			Method metadata = ClassUtils.forName(CREDENTIALS, this.classLoader)
				.getMethod("getRequestMetadata", URI.class);
			Map<String, String> headers = new LinkedHashMap<>();
			((Map<?, ?>) metadata.invoke(current, AUDIENCE))
				.forEach((name, values) -> headers.put((String) name, (String) ((List<?>) values).get(0)));
			return headers;
		}
		catch (InvocationTargetException ex) {
			throw new IllegalStateException("Google gives no token", ex.getTargetException());
		}
		catch (Exception | LinkageError ex) {
			throw new IllegalStateException("Google's credentials cannot be read", ex);
		}
	}

	private synchronized Object credentials() throws Exception {
		if (this.credentials == null) {
			Class<?> type = ClassUtils.forName(CREDENTIALS, this.classLoader);
			Object found;
			if (this.file != null) {
				try (InputStream content = Files.newInputStream(Path.of(this.file))) {
					found = type.getMethod("fromStream", InputStream.class).invoke(null, content);
				}
			}
			else {
				found = type.getMethod("getApplicationDefault").invoke(null);
			}
			Object scoped = type.getMethod("createScoped", Collection.class).invoke(found, SCOPES);
			this.credentials = scoped;
			return scoped;
		}
		return this.credentials;
	}

}
