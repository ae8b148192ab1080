// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.opentelemetry.api.common.AttributeKey;
import org.jspecify.annotations.Nullable;
import org.springframework.util.PatternMatchUtils;

/**
 * Which MDC entries become attributes, decided once per name. The entries with our own
 * ids never do: the log record has them already.
 */
final class CapturedMdc {

	private static final AttributeKey<String> NOT_CAPTURED = AttributeKey.stringKey("");

	private static final int MAX_NAMES = 1_000;

	private final String[] patterns;

	private final LoggingProperties.Mdc ids;

	private final Map<String, AttributeKey<String>> keys = new ConcurrentHashMap<>();

	CapturedMdc(List<String> patterns, LoggingProperties.Mdc ids) {
		this.patterns = patterns.toArray(String[]::new);
		this.ids = ids;
	}

	boolean isEmpty() {
		return this.patterns.length == 0;
	}

	@Nullable AttributeKey<String> keyFor(String name) {
		AttributeKey<String> key = this.keys.get(name);
		if (key == null) {
			key = resolve(name);
			if (this.keys.size() < MAX_NAMES) {
				this.keys.put(name, key);
			}
		}
		return (key != NOT_CAPTURED) ? key : null;
	}

	private AttributeKey<String> resolve(String name) {
		boolean captured = !name.isEmpty() && !this.ids.contains(name)
				&& PatternMatchUtils.simpleMatch(this.patterns, name);
		return captured ? AttributeKey.stringKey(name) : NOT_CAPTURED;
	}

}
