// SPDX-License-Identifier: Apache-2.0
package com.example.webflux;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import io.otelspring.annotation.SpanAttribute;
import io.otelspring.annotation.Traced;

class OrderService {

	private static final Logger logger = LoggerFactory.getLogger(OrderService.class);

	@Traced("find-order")
	Mono<String> find(@SpanAttribute("order.id") String id) {
		return Mono.just(id)
			.delayElement(Duration.ofMillis(2))
			.doOnNext((value) -> logger.info("finding {}", value))
			.map((value) -> "order " + value);
	}

}
