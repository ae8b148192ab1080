// SPDX-License-Identifier: Apache-2.0
package com.example.webflux;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@RestController
class OrderController {

	private static final Logger logger = LoggerFactory.getLogger(OrderController.class);

	static final long ELEMENT_MILLIS = 20;

	static volatile CountDownLatch arrived = new CountDownLatch(1);

	static volatile long lastElement;

	private final OrderService service;

	private final OrderBatch batch;

	OrderController(OrderService service, OrderBatch batch) {
		this.service = service;
		this.batch = batch;
	}

	@GetMapping("/orders/{id}")
	Mono<String> order(@PathVariable String id) {
		return this.service.find(id);
	}

	@PostMapping("/orders")
	Mono<String> place(@RequestBody Mono<String> body) {
		return body.flatMap((order) -> {
			logger.info("body {}", order);
			return this.service.find(order);
		});
	}

	@GetMapping("/plain/{id}")
	String plain(@PathVariable String id) {
		return id + " " + Span.current().getSpanContext().getSpanId();
	}

	@GetMapping("/chain/{id}")
	Mono<String> chain(@PathVariable String id) {
		return Mono.just(id)
			.publishOn(Schedulers.parallel())
			.doOnNext((value) -> logger.info("publishOn {}", value))
			.delayElement(Duration.ofMillis(5))
			.doOnNext((value) -> logger.info("delayElement {}", value))
			.flatMap(this.service::find)
			.doOnNext((value) -> logger.info("flatMap {}", value))
			.flatMap((value) -> Mono
				.fromFuture(() -> CompletableFuture.supplyAsync(() -> value, ForeignThread.EXECUTOR)))
			.doOnNext((value) -> logger.info("fromFuture {}", value))
			.flatMap((value) -> Flux.range(0, 4)
				.parallel(2)
				.runOn(Schedulers.parallel())
				.doOnNext((number) -> logger.info("parallel {}", value))
				.sequential()
				.then(Mono.just(value)))
			.flatMap((value) -> Flux.interval(Duration.ofMillis(1))
				.take(2)
				.doOnNext((tick) -> logger.info("interval {}", value))
				.then(Mono.just(value)))
			.flatMap((value) -> Mono.defer(() -> {
				logger.info("defer {}", value);
				return Mono.just(value);
			}).subscribeOn(Schedulers.boundedElastic()));
	}

	@GetMapping("/many/{id}")
	Flux<String> many(@PathVariable String id) {
		return this.batch.findAll(id);
	}

	@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<Integer> events() {
		return Flux.range(0, 5).delayElements(Duration.ofMillis(ELEMENT_MILLIS)).doOnNext((element) -> {
			lastElement = System.currentTimeMillis();
			logger.info("event {}", element);
		});
	}

	@GetMapping(path = "/lines", produces = MediaType.APPLICATION_NDJSON_VALUE)
	Flux<Integer> lines() {
		return Flux.range(0, 3)
			.delayElements(Duration.ofMillis(ELEMENT_MILLIS))
			.doOnNext((element) -> lastElement = System.currentTimeMillis());
	}

	@GetMapping(path = "/endless", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<Long> endless() {
		return Flux.interval(Duration.ofMillis(5)).onBackpressureDrop();
	}

	@GetMapping("/never")
	Mono<String> never() {
		return Mono.<String>never().doOnSubscribe((subscription) -> arrived.countDown());
	}

	@GetMapping("/current")
	String current(ServerHttpRequest request) {
		Span span = Span.current();
		return span.getSpanContext().getTraceId() + " " + span.getSpanContext().isSampled() + " "
				+ Baggage.current().getEntryValue("tenant") + " " + request.getRemoteAddress();
	}

}
