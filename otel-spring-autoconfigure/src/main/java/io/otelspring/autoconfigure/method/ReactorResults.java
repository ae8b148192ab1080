// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import org.springframework.core.ReactiveAdapter;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;

import io.otelspring.autoconfigure.ReactorContextKey;
import io.otelspring.autoconfigure.RestoredThreadLocals;

/**
 * Follows reactive results where Reactor is present: besides being current, the context
 * of a call is handed up to the source in Reactor's own context.
 */
final class ReactorResults {

	private ReactorResults() {
	}

	static @Nullable Object recording(Object result, ReactiveCall call) {
		if (result instanceof Mono<?> mono) {
			return new RecordingMono<>(mono, call);
		}
		if (result instanceof Flux<?> flux) {
			return new RecordingFlux<>(flux, call);
		}
		ReactiveAdapter adapter = ResultKind.reactiveAdapter(result.getClass());
		if (adapter == null) {
			return null;
		}
		Publisher<?> source = adapter.toPublisher(result);
		return adapter.fromPublisher((source instanceof Mono<?> mono) ? new RecordingMono<>(mono, call)
				: new RecordingFlux<>(Flux.from(source), call));
	}

	private static <T> void subscribe(Publisher<T> source, CoreSubscriber<? super T> actual, ReactiveCall reactive,
			boolean single) {
		Context parent = reactive
			.parent((actual.currentContext().getOrDefault(ReactorContextKey.VALUE, null) instanceof Context context)
					? context : null);
		OpenCall call = reactive.begin(parent);
		if (call.isIdle() && call.context() == parent) {
			source.subscribe(actual);
			return;
		}
		RecordingSubscriber.subscribe(source, new ReactorSubscriber<>(actual, call, parent, single), call);
	}

	private static final class RecordingMono<T> extends MonoOperator<T, T> {

		private final ReactiveCall call;

		RecordingMono(Mono<T> source, ReactiveCall call) {
			super(source);
			this.call = call;
		}

		@Override
		public void subscribe(CoreSubscriber<? super T> actual) {
			ReactorResults.subscribe(this.source, actual, this.call, true);
		}

		@Override
		@SuppressWarnings("rawtypes")
		public @Nullable Object scanUnsafe(Scannable.Attr key) {
			return RestoredThreadLocals.areAskedFor(key) ? Boolean.TRUE : super.scanUnsafe(key);
		}

	}

	private static final class RecordingFlux<T> extends FluxOperator<T, T> {

		private final ReactiveCall call;

		RecordingFlux(Flux<T> source, ReactiveCall call) {
			super(source);
			this.call = call;
		}

		@Override
		public void subscribe(CoreSubscriber<? super T> actual) {
			ReactorResults.subscribe(this.source, actual, this.call, false);
		}

		@Override
		@SuppressWarnings("rawtypes")
		public @Nullable Object scanUnsafe(Scannable.Attr key) {
			return RestoredThreadLocals.areAskedFor(key) ? Boolean.TRUE : super.scanUnsafe(key);
		}

	}

	private static final class ReactorSubscriber<T> extends RecordingSubscriber<T>
			implements CoreSubscriber<T>, Scannable {

		private final reactor.util.context.Context context;

		ReactorSubscriber(CoreSubscriber<? super T> actual, OpenCall call, Context parent, boolean single) {
			super(actual, call, parent, single);
			this.context = actual.currentContext().put(ReactorContextKey.VALUE, call.context());
		}

		@Override
		public reactor.util.context.Context currentContext() {
			return this.context;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			super.onSubscribe(subscription);
		}

		@Override
		@SuppressWarnings("rawtypes")
		public @Nullable Object scanUnsafe(Scannable.Attr key) {
			if (key == Scannable.Attr.PARENT) {
				return upstream();
			}
			if (key == Scannable.Attr.ACTUAL) {
				return actual();
			}
			return (key == Scannable.Attr.RUN_STYLE) ? Scannable.Attr.RunStyle.SYNC : null;
		}

	}

}
