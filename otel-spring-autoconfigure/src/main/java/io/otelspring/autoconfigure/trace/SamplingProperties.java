// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

import java.util.List;
import java.util.Map;

import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which traces are recorded that begin in the application.
 *
 * @param rules Rules about local roots, which are looked at when a span starts. The first
 * one that matches decides; where none does, the configured sampler decides.
 */
@ConfigurationProperties("otel.traces.sampling")
record SamplingProperties(@DefaultValue List<Rule> rules) {

	/**
	 * A rule. It matches where all of its conditions hold.
	 *
	 * @param path Path pattern, as Spring has them, that the path of the request matches.
	 * @param method Request method.
	 * @param kind Kind of the span.
	 * @param spanName Name of the span where it starts, in which an asterisk stands for
	 * any characters. An HTTP request has no name then.
	 * @param attribute Values of attributes that are known when the span starts, in which
	 * an asterisk stands for any characters.
	 * @param ratio Ratio of the traces that are recorded, from 0 to 1.
	 */
	record Rule(@Nullable String path, @Nullable String method, @Nullable SpanKind kind, @Nullable String spanName,
			@DefaultValue Map<String, String> attribute, @Nullable Double ratio) {

	}

}
