// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.redis;

import java.util.function.BiConsumer;

import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CompleteableCommand;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.tracing.Tracer;
import io.lettuce.core.tracing.Tracing;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * The record of one command: what Lettuce calls a span. It ends when the command is
 * complete.
 */
final class CommandSpan extends Tracer.Span implements BiConsumer<Object, Throwable> {

	private final RedisCommands commands;

	private final Context parent;

	private final Tracer.@Nullable Span other;

	private RedisCommands.@Nullable OpenCommand open;

	private @Nullable CommandOutput<?, ?, ?> output;

	private @Nullable RedisEndpoint endpoint;

	CommandSpan(RedisCommands commands, Context parent, Tracer.@Nullable Span other) {
		this.commands = commands;
		this.parent = parent;
		this.other = other;
	}

	@Override
	public Tracer.Span start(RedisCommand<?, ?, ?> command) {
		RedisEndpoint endpoint = this.endpoint;
		if (endpoint != null && command instanceof CompleteableCommand<?> completeable) {
			this.open = this.commands.start(this.parent, command, endpoint);
			if (this.open != null) {
				this.output = command.getOutput();
				completeable.onComplete(this);
			}
		}
		if (this.other != null) {
			this.other.start(command);
		}
		return this;
	}

	@Override
	public void accept(@Nullable Object result, @Nullable Throwable failure) {
		RedisCommands.OpenCommand open = this.open;
		if (open != null) {
			this.open = null;
			this.commands.end(open, (this.output != null) ? this.output.getError() : null, failure);
		}
	}

	@Override
	public Tracer.Span name(String name) {
		if (this.other != null) {
			this.other.name(name);
		}
		return this;
	}

	@Override
	public Tracer.Span annotate(String annotation) {
		if (this.other != null) {
			this.other.annotate(annotation);
		}
		return this;
	}

	@Override
	public Tracer.Span tag(String key, String value) {
		if (this.other != null) {
			this.other.tag(key, value);
		}
		return this;
	}

	@Override
	public Tracer.Span error(Throwable throwable) {
		if (this.other != null) {
			this.other.error(throwable);
		}
		return this;
	}

	@Override
	public Tracer.Span remoteEndpoint(Tracing.Endpoint endpoint) {
		if (endpoint instanceof RedisEndpoint known) {
			this.endpoint = known;
			if (this.other != null && known.other() != null) {
				this.other.remoteEndpoint(known.other());
			}
		}
		return this;
	}

	@Override
	public void finish() {
		if (this.other != null) {
			this.other.finish();
		}
	}

}
