// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.baggage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import org.springframework.util.PatternMatchUtils;

/**
 * The entries of baggage that may be copied.
 */
final class CopiedBaggage {

	private final List<AttributeKey<String>> keys = new ArrayList<>();

	private final String[] patterns;

	CopiedBaggage(List<String> names) {
		List<String> patterns = new ArrayList<>();
		for (String name : names) {
			if (name.indexOf('*') != -1) {
				patterns.add(name.strip());
			}
			else if (!name.isBlank()) {
				this.keys.add(AttributeKey.stringKey(name.strip()));
			}
		}
		this.patterns = patterns.toArray(new String[0]);
	}

	/**
	 * Copy the entries.
	 * @param context the context that has the baggage
	 * @param target takes each entry that may be copied
	 */
	void copy(Context context, BiConsumer<AttributeKey<String>, String> target) {
		Baggage baggage = Baggage.fromContext(context);
		if (baggage.isEmpty()) {
			return;
		}
		for (int i = 0; i < this.keys.size(); i++) {
			AttributeKey<String> key = this.keys.get(i);
			String value = baggage.getEntryValue(key.getKey());
			if (value != null) {
				target.accept(key, value);
			}
		}
		if (this.patterns.length > 0) {
			baggage.forEach((name, entry) -> {
				if (PatternMatchUtils.simpleMatch(this.patterns, name)) {
					target.accept(AttributeKey.stringKey(name), entry.getValue());
				}
			});
		}
	}

}
