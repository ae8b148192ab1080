// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.tomcat;

import org.apache.catalina.valves.RemoteIpValve;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Keeps the address of the peer where a Tomcat, servlet or reactive, replaces it.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ TomcatWebServerFactory.class, RemoteIpValve.class })
public class TomcatPeerAddressConfiguration {

	@Bean
	TomcatPeerAddressCustomizer otelSpringTomcatPeerAddressCustomizer() {
		return new TomcatPeerAddressCustomizer();
	}

}
