// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.http.HttpHeaders;

/**
 * Writes the headers with which a server continues the trace.
 */
public final class TraceHeaders {

	private static final Log logger = LogFactory.getLog(TraceHeaders.class);

	private static final TextMapSetter<HttpHeaders> SETTER = (headers, name, value) -> {
		if (headers != null) {
			headers.set(name, value);
		}
	};

	private final TextMapPropagator propagator;

	TraceHeaders(TextMapPropagator propagator) {
		this.propagator = propagator;
	}

	/**
	 * Write the headers, in place of any of their names.
	 * @param context what the headers carry
	 * @param headers the headers of a request
	 */
	public void write(Context context, HttpHeaders headers) {
		try {
			this.propagator.inject(context, headers, SETTER);
		}
		catch (RuntimeException ex) {
			logger.debug("Trace headers could not be written", ex);
		}
	}

}
