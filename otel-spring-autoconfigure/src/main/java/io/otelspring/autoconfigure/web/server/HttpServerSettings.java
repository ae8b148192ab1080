// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server;

import java.util.List;

import io.otelspring.autoconfigure.PropagationProperties;
import io.otelspring.autoconfigure.TrustedPeers;
import io.otelspring.autoconfigure.redaction.CapturedHeader;
import io.otelspring.autoconfigure.redaction.RedactionProperties;
import io.otelspring.autoconfigure.redaction.UrlRedaction;
import io.otelspring.autoconfigure.web.HttpMethods;
import io.otelspring.autoconfigure.web.HttpProperties;

/**
 * The properties that concern the server, read once into what a request needs of them.
 */
public final class HttpServerSettings {

	final HttpMethods methods;

	final UrlRedaction redaction;

	final List<CapturedHeader> requestHeaders;

	final List<CapturedHeader> responseHeaders;

	final TrustedPeers trustedPeers;

	final boolean trustSampled;

	final boolean traceResponse;

	/**
	 * Read the properties.
	 * @param http settings of servers and clients
	 * @param server settings of the server
	 * @param propagation whose trace context is believed
	 * @param redaction what is masked
	 */
	public HttpServerSettings(HttpProperties http, HttpServerProperties server, PropagationProperties propagation,
			RedactionProperties redaction) {
		this.methods = new HttpMethods(http.knownMethods());
		this.redaction = new UrlRedaction(redaction.queryParameters());
		this.requestHeaders = CapturedHeader.ofRequests(server.captureRequestHeaders(), redaction);
		this.responseHeaders = CapturedHeader.ofResponses(server.captureResponseHeaders(), redaction);
		this.trustedPeers = TrustedPeers.of(propagation);
		this.trustSampled = propagation.trustSampled();
		this.traceResponse = server.traceResponse();
	}

	/**
	 * Return whether responses carry the id of their trace.
	 * @return whether they do
	 */
	public boolean traceResponse() {
		return this.traceResponse;
	}

}
