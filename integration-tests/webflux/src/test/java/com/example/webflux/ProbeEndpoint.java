// SPDX-License-Identifier: Apache-2.0
package com.example.webflux;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import reactor.core.publisher.Mono;

@Endpoint(id = "probe")
class ProbeEndpoint {

	private final ContextProbe probe;

	ProbeEndpoint(ContextProbe probe) {
		this.probe = probe;
	}

	@ReadOperation
	Mono<String> probe() {
		return this.probe.probe();
	}

}
