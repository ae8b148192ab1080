// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.tomcat;

import java.io.IOException;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

import io.otelspring.autoconfigure.web.server.PeerAddress;

/**
 * Keeps the address of the network peer where Tomcat replaces it with that of a proxy's
 * client.
 */
final class PeerAddressValve extends ValveBase {

	PeerAddressValve() {
		super(true);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		String peer = request.getPeerAddr();
		if (peer != null) {
			request.setAttribute(PeerAddress.ATTRIBUTE, peer);
		}
		getNext().invoke(request, response);
	}

}
