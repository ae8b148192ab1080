// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.net.URI;
import java.util.Map;

/**
 * Changes the headers of OTLP requests, such as for a token that expires. Beans of this
 * type are called in order before each attempt to send, on a thread that no request of
 * the application waits for; so they may fetch something, within the timeout of the
 * export. If one fails, the attempt has failed, and the next one asks again.
 */
@FunctionalInterface
public interface OtlpHeadersCustomizer {

	/**
	 * Change the headers.
	 * @param headers the headers as configured, by name in any case, to be changed
	 * @param endpoint where the request goes
	 * @param signal {@code traces}, {@code metrics} or {@code logs}
	 */
	void customize(Map<String, String> headers, URI endpoint, String signal);

}
