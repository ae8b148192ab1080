// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server;

import java.util.List;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import io.otelspring.autoconfigure.web.CapturedHeader;
import io.otelspring.autoconfigure.web.HttpMethods;
import io.otelspring.autoconfigure.web.HttpProperties;
import io.otelspring.autoconfigure.web.PropagationProperties;
import io.otelspring.autoconfigure.web.RedactionProperties;
import io.otelspring.autoconfigure.web.UrlRedaction;

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
		this.trustedPeers = trustedPeers(propagation);
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

	private static TrustedPeers trustedPeers(PropagationProperties propagation) {
		try {
			return TrustedPeers.of(propagation.acceptFrom());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException("otel.propagation.accept-from",
					propagation.acceptFrom(), ex.getMessage() + ". Use '*', addresses such as 10.1.2.3 or ::1, "
							+ "and ranges such as 10.0.0.0/8 or fd00::/8.");
		}
	}

}
