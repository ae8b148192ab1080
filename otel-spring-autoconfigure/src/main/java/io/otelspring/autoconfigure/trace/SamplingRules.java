// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.semconv.HttpAttributes;
import io.opentelemetry.semconv.UrlAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The rules in their order. They are sorted once by kind, method and the literal
 * beginning of the path, in sets of up to 64 rules, so that a span is compared with those
 * few that can match it.
 */
final class SamplingRules {

	static final SamplingRules NONE = new SamplingRules(List.of());

	private final Block[] blocks;

	private final boolean methods;

	private final boolean paths;

	SamplingRules(List<SamplingRule> rules) {
		List<Block> blocks = new ArrayList<>();
		for (int from = 0; from < rules.size(); from += Long.SIZE) {
			blocks.add(new Block(rules.subList(from, Math.min(rules.size(), from + Long.SIZE))));
		}
		this.blocks = blocks.toArray(new Block[0]);
		this.methods = rules.stream().anyMatch((rule) -> rule.method != null);
		this.paths = rules.stream().anyMatch((rule) -> rule.path != null);
	}

	boolean isEmpty() {
		return this.blocks.length == 0;
	}

	/**
	 * Find the rule that decides about a local root.
	 * @param kind the kind of the span
	 * @param name the name of the span
	 * @param attributes its attributes so far
	 * @return the first rule that matches, or {@code null} if none does
	 */
	@Nullable SamplingRule find(SpanKind kind, String name, Attributes attributes) {
		if (this.blocks.length == 0) {
			return null;
		}
		String method = this.methods ? attributes.get(HttpAttributes.HTTP_REQUEST_METHOD) : null;
		String path = this.paths ? attributes.get(UrlAttributes.URL_PATH) : null;
		boolean plain = path != null && PathCondition.isPlain(path);
		for (Block block : this.blocks) {
			SamplingRule rule = block.find(kind, name, method, path, plain, attributes);
			if (rule != null) {
				return rule;
			}
		}
		return null;
	}

	/**
	 * Up to 64 rules, each of which has a bit.
	 */
	private static final class Block {

		private final SamplingRule[] rules;

		private final long[] byKind = new long[SpanKind.values().length];

		private final String[] methods;

		private final long[] byMethod;

		private final long anyMethod;

		private final long anyPath;

		private final long withPath;

		private final PathPrefixes prefixes;

		Block(List<SamplingRule> rules) {
			this.rules = rules.toArray(new SamplingRule[0]);
			this.methods = rules.stream()
				.map((rule) -> (rule.method != null) ? rule.method : "")
				.filter((method) -> !method.isEmpty())
				.distinct()
				.toArray(String[]::new);
			this.byMethod = new long[this.methods.length];
			@Nullable String[] prefixes = new @Nullable String[rules.size()];
			long anyMethod = 0;
			long anyPath = 0;
			long withPath = 0;
			for (int i = 0; i < this.rules.length; i++) {
				SamplingRule rule = this.rules[i];
				long bit = 1L << i;
				for (SpanKind kind : SpanKind.values()) {
					this.byKind[kind.ordinal()] |= (rule.kind == null || rule.kind == kind) ? bit : 0;
				}
				for (int m = 0; m < this.methods.length; m++) {
					this.byMethod[m] |= this.methods[m].equals(rule.method) ? bit : 0;
				}
				anyMethod |= (rule.method == null) ? bit : 0;
				if (rule.path == null) {
					anyPath |= bit;
				}
				else {
					withPath |= bit;
					prefixes[i] = rule.path.prefix();
				}
			}
			this.anyMethod = anyMethod;
			this.anyPath = anyPath;
			this.withPath = withPath;
			this.prefixes = PathPrefixes.of(prefixes);
		}

		@Nullable SamplingRule find(SpanKind kind, String name, @Nullable String method, @Nullable String path, boolean plain,
				Attributes attributes) {
			long candidates = this.byKind[kind.ordinal()] & (this.anyMethod | with(method));
			if (path == null) {
				candidates &= this.anyPath;
			}
			else if ((candidates & this.withPath) != 0 && plain) {
				candidates &= this.anyPath | this.prefixes.find(path);
			}
			while (candidates != 0) {
				SamplingRule rule = this.rules[Long.numberOfTrailingZeros(candidates)];
				if (rule.matches(name, path, plain, attributes)) {
					return rule;
				}
				candidates &= candidates - 1;
			}
			return null;
		}

		private long with(@Nullable String method) {
			if (method != null) {
				for (int i = 0; i < this.methods.length; i++) {
					if (this.methods[i].equals(method)) {
						return this.byMethod[i];
					}
				}
			}
			return 0;
		}

	}

}
