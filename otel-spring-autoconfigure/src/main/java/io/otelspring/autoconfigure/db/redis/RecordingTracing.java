// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.redis;

import java.net.SocketAddress;

import io.lettuce.core.tracing.TraceContext;
import io.lettuce.core.tracing.TraceContextProvider;
import io.lettuce.core.tracing.Tracer;
import io.lettuce.core.tracing.TracerProvider;
import io.lettuce.core.tracing.Tracing;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.otelspring.autoconfigure.ReactorContextKey;

/**
 * Lettuce's way to be told about commands. Lettuce asks for the context where the
 * application calls, and for the span on one of its own threads. Only one can be told, so
 * that what the application had in this place is told by this one.
 */
final class RecordingTracing implements Tracing {

	private final RedisCommands commands;

	private final @Nullable Tracing other;

	private final Tracer tracer = new RecordingTracer();

	private final TracerProvider tracerProvider = () -> this.tracer;

	private final TraceContextProvider contextProvider = new CallerContexts();

	/**
	 * Create the tracing.
	 * @param commands what records
	 * @param other what the application had, which may be disabled
	 */
	RecordingTracing(RedisCommands commands, Tracing other) {
		this.commands = commands;
		this.other = other.isEnabled() ? other : null;
	}

	@Override
	public TracerProvider getTracerProvider() {
		return this.tracerProvider;
	}

	@Override
	public TraceContextProvider initialTraceContextProvider() {
		return this.contextProvider;
	}

	@Override
	public boolean isEnabled() {
		return true;
	}

	@Override
	public boolean includeCommandArgsInSpanTags() {
		return this.other != null && this.other.includeCommandArgsInSpanTags();
	}

	@Override
	public Endpoint createEndpoint(SocketAddress socketAddress) {
		return new RedisEndpoint(socketAddress, (this.other != null) ? this.other.createEndpoint(socketAddress) : null);
	}

	/**
	 * What Lettuce carries along with a command.
	 *
	 * @param context the context of the caller
	 * @param other what the application's tracing has of it
	 */
	private record CallerContext(Context context, @Nullable TraceContext other) implements TraceContext {

	}

	private final class CallerContexts implements TraceContextProvider {

		@Override
		public TraceContext getTraceContext() {
			Tracing other = RecordingTracing.this.other;
			return new CallerContext(Context.current(),
					(other != null) ? other.initialTraceContextProvider().getTraceContext() : null);
		}

		@Override
		public Mono<TraceContext> getTraceContextLater() {
			return Mono.deferContextual((reactor) -> {
				Context context = (reactor.getOrDefault(ReactorContextKey.VALUE, null) instanceof Context handedDown)
						? handedDown : Context.current();
				Tracing other = RecordingTracing.this.other;
				if (other == null) {
					return Mono.just(new CallerContext(context, null));
				}
				return other.initialTraceContextProvider()
					.getTraceContextLater()
					.defaultIfEmpty(TraceContext.EMPTY)
					.map((otherContext) -> new CallerContext(context, otherContext));
			});
		}

	}

	private final class RecordingTracer extends Tracer {

		@Override
		public Span nextSpan() {
			Tracing other = RecordingTracing.this.other;
			return new CommandSpan(RecordingTracing.this.commands, Context.current(),
					(other != null) ? other.getTracerProvider().getTracer().nextSpan() : null);
		}

		@Override
		public Span nextSpan(TraceContext traceContext) {
			if (!(traceContext instanceof CallerContext caller)) {
				return nextSpan();
			}
			Span otherSpan = null;
			Tracing other = RecordingTracing.this.other;
			if (other != null) {
				Tracer tracer = other.getTracerProvider().getTracer();
				otherSpan = (caller.other() != null) ? tracer.nextSpan(caller.other()) : tracer.nextSpan();
			}
			return new CommandSpan(RecordingTracing.this.commands, caller.context(), otherSpan);
		}

	}

}
