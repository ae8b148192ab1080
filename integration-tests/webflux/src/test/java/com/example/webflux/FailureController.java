// SPDX-License-Identifier: Apache-2.0
package com.example.webflux;

import java.time.Duration;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/failures")
class FailureController {

	@GetMapping("/escaping")
	Mono<String> escaping() {
		return Mono.delay(Duration.ofMillis(2)).flatMap((tick) -> Mono.error(new IllegalStateException("escaping")));
	}

	@GetMapping("/thrown")
	Mono<String> thrown() {
		throw new IllegalStateException("thrown");
	}

	@GetMapping("/advised/{status}")
	String advised(@PathVariable int status) {
		throw new Advised("advised", status);
	}

	@GetMapping("/advised-later/{status}")
	Mono<String> advisedLater(@PathVariable int status) {
		return Mono.delay(Duration.ofMillis(2)).flatMap((tick) -> Mono.error(new Advised("later", status)));
	}

	@GetMapping("/local")
	String local() {
		throw new Local("local");
	}

	@GetMapping("/status/{status}")
	Mono<String> status(@PathVariable int status) {
		return Mono.error(new ResponseStatusException(HttpStatus.valueOf(status), "expected"));
	}

	@GetMapping("/returned/{status}")
	Mono<ResponseEntity<String>> returned(@PathVariable int status) {
		return Mono.just(ResponseEntity.status(status).body("returned"));
	}

	@GetMapping("/rescued")
	Mono<String> rescued() {
		return Mono.<String>error(new IllegalStateException("rescued")).onErrorReturn("fine");
	}

	@GetMapping(path = "/broken-stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<String> brokenStream() {
		return Flux.concat(Flux.just("one", "two").delayElements(Duration.ofMillis(10)),
				Flux.error(new OrderFailed("broken stream")));
	}

	@ExceptionHandler
	ResponseEntity<String> local(Local failure) {
		return ResponseEntity.status(500).body("local");
	}

	static class OrderFailed extends RuntimeException {

		OrderFailed(String message) {
			super(message);
		}

	}

	static class Local extends RuntimeException {

		Local(String message) {
			super(message);
		}

	}

	static class Advised extends RuntimeException {

		final int status;

		Advised(String message, int status) {
			super(message);
			this.status = status;
		}

	}

}
