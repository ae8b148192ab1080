// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One request as it came in, whatever was answered to it.
 *
 * @param protocol how it came
 * @param signal what it carries, or {@code null} where the path is not one of OTLP's
 * @param method the HTTP method, {@code POST} over gRPC too
 * @param path the path; over gRPC the service and method
 * @param headers the headers by their names in lower case
 * @param encoding the encoding of the body, {@code identity} where none was named
 * @param wireSize the size of the body in bytes as it was sent
 * @param size the size of the body in bytes after decoding
 * @param items the number of spans, data points or log records in it
 * @param receivedAt when it had arrived, by {@link System#nanoTime()}
 */
public record ReceivedRequest(Protocol protocol, @Nullable Signal signal, String method, String path,
		Map<String, List<String>> headers, String encoding, long wireSize, long size, int items, long receivedAt) {

	/**
	 * The first value of a header.
	 * @param name the name in lower case
	 * @return the value, or {@code null} where there is no such header
	 */
	public @Nullable String header(String name) {
		List<String> values = this.headers.get(name);
		return (values != null && !values.isEmpty()) ? values.get(0) : null;
	}

	/**
	 * The two ways in which OTLP travels here.
	 */
	public enum Protocol {

		/**
		 * Protocol buffers over HTTP.
		 */
		HTTP,

		/**
		 * gRPC.
		 */
		GRPC

	}

}
