// SPDX-License-Identifier: Apache-2.0
package com.example.async;

import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;

/**
 * Each way to leave the thread of the request.
 */
@RestController
class OrderController {

	private final Orders orders;

	private final ThreadPoolExecutor pool;

	private final ExecutorService single;

	private final TaskScheduler scheduler;

	private final ApplicationEventPublisher events;

	OrderController(Orders orders, ThreadPoolExecutor pool, ExecutorService single, TaskScheduler scheduler,
			ApplicationEventPublisher events) {
		this.orders = orders;
		this.pool = pool;
		this.single = single;
		this.scheduler = scheduler;
		this.events = events;
	}

	@GetMapping("/async")
	String async() {
		this.orders.inBackground();
		return "";
	}

	@GetMapping("/async-future")
	String asyncFuture() {
		return this.orders.later().join();
	}

	@GetMapping("/async-qualified")
	String asyncQualified() {
		this.orders.mail();
		return "";
	}

	@GetMapping("/event")
	String event() {
		this.events.publishEvent(new Orders.OrderPlaced("7"));
		return "";
	}

	@GetMapping("/pool")
	String pool() throws Exception {
		return this.pool.submit(() -> this.orders.pack("pool")).get();
	}

	@GetMapping("/single")
	String single() {
		this.single.execute(() -> this.orders.pack("single"));
		return "";
	}

	@GetMapping("/supply")
	String supply() {
		return CompletableFuture.supplyAsync(() -> this.orders.pack("supply"), this.pool).join();
	}

	@GetMapping("/schedule")
	String schedule() {
		this.scheduler.schedule(() -> this.orders.pack("schedule"), Instant.now().plusMillis(1));
		return "";
	}

	@GetMapping("/callable")
	Callable<String> callable() {
		return () -> this.orders.pack("callable");
	}

	@GetMapping("/web-async-task")
	WebAsyncTask<String> webAsyncTask() {
		return new WebAsyncTask<>(10_000L, () -> this.orders.pack("web-async-task"));
	}

	@GetMapping("/deferred")
	DeferredResult<String> deferred() {
		DeferredResult<String> result = new DeferredResult<>(10_000L);
		this.pool.execute(() -> result.setResult(this.orders.pack("deferred")));
		return result;
	}

}
