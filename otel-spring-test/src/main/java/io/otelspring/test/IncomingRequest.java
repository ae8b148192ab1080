// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.otelspring.test.ReceivedRequest.Protocol;

/**
 * A request whose body is not read yet.
 *
 * @param protocol how it came
 * @param method the HTTP method
 * @param path the path
 * @param headers the headers by their names in lower case
 * @param encoding the encoding that the body had
 * @param wireSize the size of the body as it was sent
 * @param peerPort the port from which it came
 * @param body the body
 */
record IncomingRequest(Protocol protocol, String method, String path, Map<String, List<String>> headers,
		String encoding, long wireSize, int peerPort, byte[] body) {

	private static final String ZIPKIN = "/api/v2/spans";

	/**
	 * Whether it is meant for Zipkin.
	 * @return whether its path is that of Zipkin's API
	 */
	boolean isZipkin() {
		return this.protocol == Protocol.HTTP && this.path.endsWith(ZIPKIN);
	}

	IncomingRequest withBody(byte[] decoded) {
		return new IncomingRequest(this.protocol, this.method, this.path, this.headers, this.encoding, this.wireSize,
				this.peerPort, decoded);
	}

	ReceivedRequest toRequest(@Nullable Signal signal, int items) {
		return new ReceivedRequest(this.protocol, signal, this.method, this.path, this.headers, this.encoding,
				this.wireSize, this.body.length, items, System.nanoTime());
	}

}
