// SPDX-License-Identifier: Apache-2.0
package com.example.webflux;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

import io.otelspring.annotation.Traced;

class OrderBatch {

	private static final Logger logger = LoggerFactory.getLogger(OrderBatch.class);

	private final OrderService service;

	OrderBatch(OrderService service) {
		this.service = service;
	}

	@Traced("find-orders")
	Flux<String> findAll(String id) {
		return Flux.range(0, 3)
			.delayElements(Duration.ofMillis(2))
			.concatMap((number) -> this.service.find(id + number))
			.doOnNext((value) -> logger.info("found {}", value));
	}

}
