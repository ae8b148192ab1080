// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.baggage;

import java.util.List;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Which baggage becomes attributes. A caller can send any, so there is none by default.
 *
 * @param spanAttributes Keys of baggage that become attributes of spans. An asterisk
 * stands for any characters.
 * @param logAttributes Keys of baggage that become attributes of log records. An asterisk
 * stands for any characters.
 */
@ConfigurationProperties("otel.baggage")
record BaggageProperties(@DefaultValue List<String> spanAttributes, @DefaultValue List<String> logAttributes) {

	private static final Pattern KEY = Pattern.compile("[\\p{Alnum}!#$%&'*+.^_`|~-]+");

	BaggageProperties {
		check("otel.baggage.span-attributes", spanAttributes);
		check("otel.baggage.log-attributes", logAttributes);
	}

	private static void check(String property, List<String> keys) {
		for (int i = 0; i < keys.size(); i++) {
			if (!KEY.matcher(keys.get(i).strip()).matches()) {
				throw new InvalidConfigurationPropertyValueException(property + "[" + i + "]", keys.get(i),
						"No baggage can have such a key. Write the key alone, such as tenant.id, or a pattern such as "
								+ "tenant.*.");
			}
		}
	}

}
