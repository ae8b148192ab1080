// SPDX-License-Identifier: Apache-2.0
package com.example.async;

import java.util.concurrent.CompletableFuture;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Service;

import io.otelspring.annotation.Traced;

/**
 * Work that happens on other threads.
 */
@Service
class Orders {

	private static final Logger logger = LoggerFactory.getLogger(Orders.class);

	@Traced("pack")
	String pack(String how) {
		logger.info("Packed {}", how);
		return how;
	}

	@Async
	@Traced("async")
	void inBackground() {
		logger.info("Packed async");
	}

	@Async
	@Traced("async-future")
	CompletableFuture<String> later() {
		logger.info("Packed async-future");
		return CompletableFuture.completedFuture("async-future");
	}

	@Async("mails")
	@Traced("async-qualified")
	void mail() {
		logger.info("Packed async-qualified");
	}

	@Async
	@EventListener
	@Traced("event")
	void on(OrderPlaced event) {
		logger.info("Packed event");
	}

	record OrderPlaced(String id) {

	}

}
