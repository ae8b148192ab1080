// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;

import okhttp3.Request;
import okhttp3.Response;

/**
 * One of the ways in which batches are carried over HTTP.
 */
interface Dialect {

	/**
	 * The longest answer that is read, as the specification recommends.
	 */
	int MAX_ANSWER = 4 * 1024 * 1024;

	/**
	 * Build a request.
	 * @param body the batch
	 * @param headers the headers to send
	 * @param timeout the longest wait for an answer
	 * @return the request
	 */
	Request request(byte[] body, Map<String, String> headers, Duration timeout);

	/**
	 * Read an answer.
	 * @param response the response, which the caller closes
	 * @param headers the headers that were sent, which are not to be shown
	 * @return what it means
	 * @throws IOException if the answer breaks off
	 */
	Answer read(Response response, Map<String, String> headers) throws IOException;

	/**
	 * Say what tells whom to trust.
	 * @return the properties
	 */
	default String trust() {
		return Answers.TRUST;
	}

	/**
	 * Read the body of a response.
	 * @param response the response
	 * @return the body, one byte longer than the limit if it is too long
	 * @throws IOException if it breaks off
	 */
	static byte[] body(Response response) throws IOException {
		try (InputStream in = response.body().byteStream()) {
			return in.readNBytes(MAX_ANSWER + 1);
		}
	}

}
