// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The hosts that receive trace headers.
 */
public final class HostPatterns {

	/** The property that lists them, for HTTP and gRPC alike. */
	public static final String PROPERTY = "otel.instrumentation.http.client.propagate-to";

	private final List<HostPattern> patterns;

	private final boolean all;

	private HostPatterns(List<HostPattern> patterns) {
		this.patterns = patterns;
		this.all = patterns.stream().anyMatch((pattern) -> pattern.host().equals("*") && pattern.port() == -1);
	}

	/**
	 * Read the patterns.
	 * @param texts the property's value
	 * @return the patterns
	 * @throws InvalidConfigurationPropertyValueException if one of them can match no host
	 */
	public static HostPatterns of(List<String> texts) {
		List<HostPattern> patterns = new ArrayList<>();
		for (int i = 0; i < texts.size(); i++) {
			String text = texts.get(i);
			try {
				if (!text.isBlank()) {
					patterns.add(HostPattern.parse(text));
				}
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidConfigurationPropertyValueException(PROPERTY + "[" + i + "]", text,
						ex.getMessage() + ". Write hosts alone, as in " + PROPERTY
								+ ": partner.example, *.internal, api.example.com:8443, [::1].");
			}
		}
		return new HostPatterns(patterns);
	}

	/**
	 * Return whether every host is among them, so that none has to be looked at.
	 * @return whether all are
	 */
	public boolean areAll() {
		return this.all;
	}

	/**
	 * Return whether a host is among them.
	 * @param host a name or an address, or {@code null} if it is not known
	 * @param port a port, or -1 if it is not known
	 * @return whether it is
	 */
	public boolean contain(@Nullable String host, long port) {
		if (this.all || host == null) {
			return this.all;
		}
		String lowerCaseHost = host.toLowerCase(Locale.ROOT);
		return this.patterns.stream().anyMatch((pattern) -> pattern.matches(lowerCaseHost, port));
	}

}
