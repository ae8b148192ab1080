// SPDX-License-Identifier: Apache-2.0
package com.example.async;

import java.util.concurrent.CompletableFuture;

import io.otelspring.annotation.Traced;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Service;

/**
 * Work that happens on other threads.
 */
@Service
class Orders {

	private static final Logger logger = LoggerFactory.getLogger(Orders.class);

	@Traced("pack")
	public String pack(String how) {
		logger.info("Packed {}", how);
		return how;
	}

	@Async
	@Traced("async")
	public void inBackground() {
		logger.info("Packed async");
	}

	@Async
	@Traced("async-future")
	public CompletableFuture<String> later() {
		logger.info("Packed async-future");
		return CompletableFuture.completedFuture("async-future");
	}

	@Async("mails")
	@Traced("async-qualified")
	public void mail() {
		logger.info("Packed async-qualified");
	}

	@Async
	@EventListener
	@Traced("event")
	public void on(OrderPlaced event) {
		logger.info("Packed event");
	}

	record OrderPlaced(String id) {

	}

}
