// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.context.reactor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import io.otelspring.autoconfigure.ReactorContextKey;
import io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

class ReactorContextTests {

	private static final Duration TIMEOUT = Duration.ofMinutes(1);

	private final Context outer = Context.root().with(span("00000000000000000000000000000001", "0000000000000001"));

	private final Context inner = Context.root().with(span("00000000000000000000000000000001", "0000000000000002"));

	@BeforeAll
	static void enable() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(OtelSdkAutoConfiguration.class, ReactorContextAutoConfiguration.class))
			.withPropertyValues("otel.traces.exporter=none", "otel.metrics.exporter=none", "otel.logs.exporter=none")
			.run((context) -> assertThat(context).hasSingleBean(ReactorContextAutoConfiguration.class));
		assertThat(Hooks.isAutomaticContextPropagationEnabled()).isTrue();
	}

	@AfterEach
	void threadIsClean() {
		assertThat(Context.current()).isSameAs(Context.root());
	}

	@ParameterizedTest
	@MethodSource
	void contextOfTheSubscriptionIsCurrent(Function<Flux<Integer>, Flux<Integer>> operators) {
		List<Context> seen = new CopyOnWriteArrayList<>();
		Flux<Integer> source = Flux.range(0, 3).doOnNext((element) -> seen.add(Context.current()));
		operators.apply(source).map((element) -> {
			seen.add(Context.current());
			return element;
		}).contextWrite((context) -> context.put(ReactorContextKey.VALUE, this.outer)).blockLast(TIMEOUT);
		assertThat(seen).hasSizeGreaterThanOrEqualTo(2).allMatch((context) -> context == this.outer);
		assertNoThreadKeepsIt();
	}

	static List<Function<Flux<Integer>, Flux<Integer>>> contextOfTheSubscriptionIsCurrent() {
		return List.of((flux) -> flux, (flux) -> flux.publishOn(Schedulers.parallel()),
				(flux) -> flux.subscribeOn(Schedulers.boundedElastic()),
				(flux) -> flux.delayElements(Duration.ofMillis(1)),
				(flux) -> flux.parallel(2).runOn(Schedulers.parallel()).sequential(),
				(flux) -> flux.flatMap((element) -> Mono
					.fromFuture(() -> CompletableFuture.supplyAsync(() -> element, ForeignThread.EXECUTOR))),
				(flux) -> flux.flatMap(
						(element) -> Mono.defer(() -> Mono.just(element)).subscribeOn(Schedulers.boundedElastic())),
				(flux) -> flux.concatMap((element) -> Mono
					.<Integer>create((sink) -> ForeignThread.EXECUTOR.execute(() -> sink.success(element)))),
				(flux) -> flux.zipWith(Flux.interval(Duration.ofMillis(1)), (element, tick) -> element),
				(flux) -> flux.timeout(TIMEOUT).retry(1));
	}

	@Test
	void innerContextEndsWhereItWasWritten() {
		List<Context> seen = new CopyOnWriteArrayList<>();
		Mono.just(1)
			.delayElement(Duration.ofMillis(1))
			.doOnNext((element) -> seen.add(Context.current()))
			.contextWrite((context) -> context.put(ReactorContextKey.VALUE, this.inner))
			.doOnNext((element) -> seen.add(Context.current()))
			.contextWrite((context) -> context.put(ReactorContextKey.VALUE, this.outer))
			.block(TIMEOUT);
		assertThat(seen).containsExactly(this.inner, this.outer);
		assertNoThreadKeepsIt();
	}

	@Test
	void blockingCallTakesTheContextOfItsThread() {
		List<Context> seen = new CopyOnWriteArrayList<>();
		try (Scope scope = this.outer.makeCurrent()) {
			Mono.fromFuture(() -> CompletableFuture.supplyAsync(() -> 1, ForeignThread.EXECUTOR))
				.doOnNext((element) -> seen.add(Context.current()))
				.block(TIMEOUT);
			assertThat(Context.current()).isSameAs(this.outer);
		}
		assertThat(seen).containsExactly(this.outer);
		assertNoThreadKeepsIt();
	}

	@Test
	void errorsAndCancellationLeaveThreadsClean() {
		Flux.range(0, 10).delayElements(Duration.ofMillis(1)).map((element) -> {
			throw new IllegalStateException("expected");
		})
			.contextWrite((context) -> context.put(ReactorContextKey.VALUE, this.outer))
			.onErrorResume((ex) -> Mono.empty())
			.blockLast(TIMEOUT);
		Flux.interval(Duration.ofMillis(1))
			.contextWrite((context) -> context.put(ReactorContextKey.VALUE, this.outer))
			.take(2)
			.blockLast(TIMEOUT);
		assertNoThreadKeepsIt();
	}

	@Test
	void restoredContextIsExactlyTheCapturedOne() {
		Context between = Context.root().with(ContextKey.named("between"), "value");
		ContextSnapshot snapshot;
		try (Scope scope = this.outer.makeCurrent()) {
			snapshot = ContextSnapshotFactory.builder().clearMissing(true).build().captureAll();
		}
		try (Scope scope = this.inner.makeCurrent()) {
			try (ContextSnapshot.Scope restored = snapshot.setThreadLocals()) {
				assertThat(Context.current()).isSameAs(this.outer);
				// As an observation's scope that is opened here and never closed.
				Scope forgotten = between.makeCurrent();
				assertThat(forgotten).isNotNull();
			}
			assertThat(Context.current()).isSameAs(this.inner);
		}
	}

	@Test
	void nothingIsCapturedOutsideOfAnyContext() {
		assertThat(new ContextThreadLocalAccessor().getValue()).isNull();
	}

	@Test
	void applicationContextsShareOneAccessor() {
		enable();
		assertThat(ContextRegistry.getInstance().getThreadLocalAccessors())
			.filteredOn((accessor) -> ReactorContextKey.VALUE.equals(accessor.key()))
			.hasSize(1);
	}

	private static void assertNoThreadKeepsIt() {
		for (Scheduler scheduler : List.of(Schedulers.parallel(), Schedulers.boundedElastic())) {
			for (int i = 0; i < 8; i++) {
				CompletableFuture<Context> current = new CompletableFuture<>();
				scheduler.schedule(() -> current.complete(Context.current()));
				assertThat(current).succeedsWithin(TIMEOUT).isSameAs(Context.root());
			}
		}
		Future<Context> foreign = ForeignThread.EXECUTOR.submit(Context::current);
		assertThat(foreign).succeedsWithin(TIMEOUT).isSameAs(Context.root());
	}

	private static Span span(String traceId, String spanId) {
		return Span.wrap(SpanContext.create(traceId, spanId, TraceFlags.getSampled(), TraceState.getDefault()));
	}

	/**
	 * A thread that nobody instruments.
	 */
	private static final class ForeignThread {

		static final ExecutorService EXECUTOR = Executors.newSingleThreadExecutor((task) -> {
			Thread thread = new Thread(task, "foreign");
			thread.setDaemon(true);
			return thread;
		});

		private ForeignThread() {

		}

	}

}
