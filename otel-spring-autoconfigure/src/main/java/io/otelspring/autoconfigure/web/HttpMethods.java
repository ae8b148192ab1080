// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web;

import java.util.Collection;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The request methods that are recorded by name. Anybody can send any method, so that the
 * others would make as many series of a metric as somebody likes.
 */
public final class HttpMethods {

	/**
	 * What is recorded for a method that is not known.
	 */
	public static final String OTHER = "_OTHER";

	/**
	 * What stands for a method that is not known in the name of a span.
	 */
	public static final String OTHER_IN_SPAN_NAME = "HTTP";

	private final Set<String> known;

	/**
	 * Create the set of known methods.
	 * @param known the methods, case-sensitive as HTTP has them
	 */
	public HttpMethods(Collection<String> known) {
		this.known = Set.copyOf(known);
	}

	/**
	 * Return the value to record for a method.
	 * @param method the method of the request
	 * @return the method, or {@link #OTHER}
	 */
	public String toRecord(@Nullable String method) {
		return (method != null && this.known.contains(method)) ? method : OTHER;
	}

	/**
	 * Return what stands for a method in the name of a span.
	 * @param recorded the value that is recorded for the method
	 * @return the method, or {@link #OTHER_IN_SPAN_NAME}
	 */
	public static String inSpanName(String recorded) {
		return OTHER.equals(recorded) ? OTHER_IN_SPAN_NAME : recorded;
	}

}
