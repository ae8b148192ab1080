// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.servlet;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import org.awaitility.Awaitility;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * Routes that answer later, or never.
 */
@RestController
class TestAsynchronousRoutes {

	private final OpenTelemetry openTelemetry;

	TestAsynchronousRoutes(OpenTelemetry openTelemetry) {
		this.openTelemetry = openTelemetry;
	}

	@GetMapping("/async/callable")
	Callable<String> callable() {
		return () -> {
			this.openTelemetry.getTracer("test").spanBuilder("callable").startSpan().end();
			return Span.current().getSpanContext().getSpanId();
		};
	}

	@GetMapping("/async/callable/failing")
	Callable<String> failingCallable() {
		return () -> {
			throw new IllegalStateException("callable");
		};
	}

	@GetMapping("/async/task/timeout")
	WebAsyncTask<String> task() {
		return new WebAsyncTask<>(50, () -> {
			// Spring interrupts it, and would take the interruption for its result.
			long end = System.nanoTime() + 60_000_000_000L;
			while (!Thread.currentThread().isInterrupted() && System.nanoTime() < end) {
				Thread.onSpinWait();
			}
			end = System.nanoTime() + 1_000_000_000L;
			while (System.nanoTime() < end) {
				Thread.onSpinWait();
			}
			return "late";
		});
	}

	@GetMapping("/async/deferred")
	DeferredResult<String> deferred() {
		DeferredResult<String> result = new DeferredResult<>();
		CompletableFuture.runAsync(() -> result.setResult("deferred"));
		return result;
	}

	@GetMapping("/async/deferred/now")
	DeferredResult<String> alreadySet() {
		DeferredResult<String> result = new DeferredResult<>();
		result.setResult("now");
		return result;
	}

	@GetMapping("/async/deferred/failing")
	DeferredResult<String> failingDeferred() {
		DeferredResult<String> result = new DeferredResult<>();
		CompletableFuture.runAsync(() -> result.setErrorResult(new IllegalStateException("deferred")));
		return result;
	}

	@GetMapping("/async/deferred/timeout")
	DeferredResult<String> neverSet() {
		return new DeferredResult<>(50L);
	}

	@GetMapping("/async/deferred/default")
	DeferredResult<String> defaultResult() {
		return new DeferredResult<>(50L, "default");
	}

	@GetMapping("/async/future")
	CompletableFuture<String> future() {
		return CompletableFuture.supplyAsync(() -> {
			throw new IllegalStateException("future");
		});
	}

	@GetMapping("/async/stream")
	StreamingResponseBody stream() {
		return (output) -> {
			this.openTelemetry.getTracer("test").spanBuilder("stream").startSpan().end();
			output.write("streamed".getBytes(StandardCharsets.UTF_8));
		};
	}

	@GetMapping("/async/stream/failing")
	StreamingResponseBody failingStream() {
		return (output) -> {
			throw new IllegalStateException("stream");
		};
	}

	@GetMapping("/async/stream/endless")
	StreamingResponseBody endless() {
		Thread thread = Thread.currentThread();
		return (output) -> {
			awaitLeave(thread);
			byte[] block = new byte[8192];
			while (true) {
				output.write(block);
				output.flush();
			}
		};
	}

	@GetMapping(path = "/async/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter events() {
		SseEmitter emitter = new SseEmitter();
		CompletableFuture.runAsync(() -> {
			try {
				emitter.send("one");
				emitter.send("two");
				emitter.complete();
			}
			catch (Exception ex) {
				emitter.completeWithError(ex);
			}
		});
		return emitter;
	}

	@GetMapping(path = "/async/events/endless", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter endlessEvents() {
		SseEmitter emitter = new SseEmitter(60_000L);
		Thread thread = Thread.currentThread();
		CompletableFuture.runAsync(() -> {
			try {
				awaitLeave(thread);
				while (true) {
					emitter.send("x".repeat(8192));
				}
			}
			catch (Exception ex) {
				emitter.completeWithError(ex);
			}
		});
		return emitter;
	}

	// A write that fails while the request's own thread has not left yet is not always
	// told to the listeners by Tomcat, and Spring relies on that
	private static void awaitLeave(Thread thread) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.until(() -> Arrays.stream(thread.getStackTrace())
				.noneMatch((frame) -> frame.getClassName().startsWith("org.apache.coyote.")));
	}

	@GetMapping("/async/emitter/failing")
	ResponseBodyEmitter failingEmitter() {
		ResponseBodyEmitter emitter = new ResponseBodyEmitter();
		CompletableFuture.runAsync(() -> {
			try {
				emitter.send("begun");
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
			emitter.completeWithError(new IllegalStateException("emitter"));
		});
		return emitter;
	}

	@GetMapping("/endless")
	void endlessWithoutAsync(jakarta.servlet.http.HttpServletResponse response) throws Exception {
		byte[] block = new byte[8192];
		while (true) {
			response.getOutputStream().write(block);
			response.getOutputStream().flush();
		}
	}

}
