// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

import java.util.Objects;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.jspecify.annotations.Nullable;

/**
 * A rule, compiled: its conditions, and what decides where all of them hold.
 */
final class SamplingRule {

	final @Nullable SpanKind kind;

	final @Nullable String method;

	final @Nullable PathCondition path;

	final @Nullable WildcardText name;

	final AttributeCondition[] attributes;

	final Sampler sampler;

	SamplingRule(@Nullable SpanKind kind, @Nullable String method, @Nullable PathCondition path,
			@Nullable WildcardText name, AttributeCondition[] attributes, double ratio) {
		this.kind = kind;
		this.method = method;
		this.path = path;
		this.name = name;
		this.attributes = attributes;
		this.sampler = (ratio == 1) ? Sampler.alwaysOn()
				: (ratio == 0) ? Sampler.alwaysOff() : Sampler.traceIdRatioBased(ratio);
	}

	/**
	 * Return whether all conditions hold but those of kind, method and the beginning of a
	 * plain path, which have been seen to.
	 * @param name the name of the span
	 * @param path the path of the request, if the span is about one
	 * @param plainPath whether the path can be compared as it is
	 * @param attributes the attributes of the span
	 * @return whether the rule matches
	 */
	boolean matches(String name, @Nullable String path, boolean plainPath, Attributes attributes) {
		if (this.path != null && (path == null || !this.path.matchesAfterPrefix(path, plainPath))) {
			return false;
		}
		if (this.name != null && !this.name.matches(name)) {
			return false;
		}
		for (AttributeCondition attribute : this.attributes) {
			if (!attribute.matches(attributes)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Return whether this rule matches whatever another one matches, as far as that can
	 * be told, so that the other one does nothing after this one.
	 * @param other the other rule
	 * @return whether it is certain
	 */
	boolean covers(SamplingRule other) {
		return (this.kind == null || this.kind == other.kind)
				&& (this.method == null || this.method.equals(other.method))
				&& (this.path == null || (other.path != null && this.path.covers(other.path)))
				&& (this.name == null
						|| (other.name != null && Objects.equals(this.name.toString(), other.name.toString())))
				&& coversAttributes(other);
	}

	private boolean coversAttributes(SamplingRule other) {
		for (AttributeCondition condition : this.attributes) {
			boolean found = false;
			for (AttributeCondition candidate : other.attributes) {
				found |= condition.isSameAs(candidate);
			}
			if (!found) {
				return false;
			}
		}
		return true;
	}

}
