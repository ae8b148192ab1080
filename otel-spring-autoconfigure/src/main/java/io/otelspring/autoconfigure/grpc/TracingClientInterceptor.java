// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;

import io.otelspring.autoconfigure.ExportThread;
import io.otelspring.autoconfigure.Suppression;
import io.otelspring.autoconfigure.TelemetrySource;

/**
 * Records the calls of a channel and sends the trace context with them.
 */
final class TracingClientInterceptor implements ClientInterceptor, Ordered {

	private final TelemetrySource<GrpcTelemetry> source;

	private static final Nesting NESTING = new Nesting();

	TracingClientInterceptor(TelemetrySource<GrpcTelemetry> source) {
		this.source = source;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
		GrpcTelemetry telemetry = (!ExportThread.isCurrent() && !NESTING.isIn(method)) ? this.source.get() : null;
		if (telemetry == null) {
			return next.newCall(method, options);
		}
		RpcMethod known = telemetry.client.method(method.getFullMethodName());
		if (known.excluded) {
			return next.newCall(method, options);
		}
		MethodDescriptor<?, ?> outer = NESTING.enter(method);
		ClientCall<Q, R> call;
		try {
			call = next.newCall(method, options);
		}
		finally {
			NESTING.exit(outer);
		}
		String authority = (options.getAuthority() != null) ? options.getAuthority() : next.authority();
		return new TracedCall<>(call, telemetry, known, method.getFullMethodName(), authority);
	}

	private static final class TracedCall<Q, R> extends SimpleForwardingClientCall<Q, R> {

		private final GrpcTelemetry telemetry;

		private final RpcMethod method;

		private final String original;

		private final @Nullable String authority;

		private volatile boolean cancelled;

		TracedCall(ClientCall<Q, R> call, GrpcTelemetry telemetry, RpcMethod method, String original,
				@Nullable String authority) {
			super(call);
			this.telemetry = telemetry;
			this.method = method;
			this.original = original;
			this.authority = authority;
		}

		@Override
		public void start(Listener<R> listener, Metadata headers) {
			Context parent = Context.current();
			RpcCall record = null;
			try {
				if (!Suppression.isSuppressed(parent)) {
					record = this.telemetry.startClient(this.method, this.original, this.authority, parent);
				}
			}
			catch (RuntimeException ex) {
				this.telemetry.failed(ex);
			}
			this.telemetry.inject((record != null) ? record.context : parent, headers, this.authority);
			if (record == null) {
				super.start(listener, headers);
				return;
			}
			try {
				super.start(new TracedListener<>(listener, this, record, parent), headers);
			}
			catch (Throwable ex) {
				record.end(Status.fromThrowable(ex), false, null);
				throw ex;
			}
		}

		@Override
		public void cancel(@Nullable String message, @Nullable Throwable cause) {
			this.cancelled = true;
			super.cancel(message, cause);
		}

	}

	private static final class TracedListener<R> extends SimpleForwardingClientCallListener<R> {

		private final TracedCall<?, R> call;

		private final RpcCall record;

		private final Context caller;

		private final io.grpc.Context callerOfGrpc = io.grpc.Context.current();

		TracedListener(ClientCall.Listener<R> listener, TracedCall<?, R> call, RpcCall record, Context caller) {
			super(listener);
			this.call = call;
			this.record = record;
			this.caller = caller;
		}

		@Override
		public void onHeaders(Metadata headers) {
			try (Scope scope = this.caller.makeCurrent()) {
				super.onHeaders(headers);
			}
		}

		@Override
		public void onMessage(R message) {
			try (Scope scope = this.caller.makeCurrent()) {
				super.onMessage(message);
			}
		}

		@Override
		public void onReady() {
			try (Scope scope = this.caller.makeCurrent()) {
				super.onReady();
			}
		}

		@Override
		public void onClose(Status status, Metadata trailers) {
			boolean cancelled = status.getCode() == Status.Code.CANCELLED
					&& (this.call.cancelled || this.callerOfGrpc.isCancelled());
			this.record.end(status, cancelled, this.call.getAttributes());
			try (Scope scope = this.caller.makeCurrent()) {
				super.onClose(status, trailers);
			}
		}

	}

}
