// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.tomcat;

import org.apache.catalina.valves.RemoteIpValve;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/**
 * Adds the {@link PeerAddressValve} to a Tomcat that replaces the address of the peer.
 */
final class TomcatPeerAddressCustomizer implements WebServerFactoryCustomizer<TomcatWebServerFactory>, Ordered {

	@Override
	public void customize(TomcatWebServerFactory factory) {
		if (factory.getEngineValves().stream().anyMatch(RemoteIpValve.class::isInstance)) {
			factory.addEngineValves(new PeerAddressValve());
		}
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
