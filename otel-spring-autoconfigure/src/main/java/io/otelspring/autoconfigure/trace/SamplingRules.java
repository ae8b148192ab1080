// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.semconv.HttpAttributes;
import io.opentelemetry.semconv.UrlAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The rules in their order.
 */
final class SamplingRules {

	static final SamplingRules NONE = new SamplingRules(List.of());

	private final SamplingRule[] rules;

	private final boolean methods;

	private final boolean paths;

	SamplingRules(List<SamplingRule> rules) {
		this.rules = rules.toArray(new SamplingRule[0]);
		this.methods = rules.stream().anyMatch((rule) -> rule.method != null);
		this.paths = rules.stream().anyMatch((rule) -> rule.path != null);
	}

	boolean isEmpty() {
		return this.rules.length == 0;
	}

	/**
	 * Find the rule that decides about a local root.
	 * @param kind the kind of the span
	 * @param name the name of the span
	 * @param attributes its attributes so far
	 * @return the first rule that matches, or {@code null} if none does
	 */
	@Nullable SamplingRule find(SpanKind kind, String name, Attributes attributes) {
		if (this.rules.length == 0) {
			return null;
		}
		String method = this.methods ? attributes.get(HttpAttributes.HTTP_REQUEST_METHOD) : null;
		String path = this.paths ? attributes.get(UrlAttributes.URL_PATH) : null;
		boolean plain = path != null && PathCondition.isPlain(path);
		for (SamplingRule rule : this.rules) {
			if (rule.matches(kind, name, method, path, plain, attributes)) {
				return rule;
			}
		}
		return null;
	}

}
