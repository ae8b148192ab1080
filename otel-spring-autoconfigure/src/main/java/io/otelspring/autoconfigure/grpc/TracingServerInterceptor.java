// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.grpc;

import java.util.concurrent.TimeoutException;

import io.grpc.Deadline;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;

import io.otelspring.autoconfigure.Suppression;
import io.otelspring.autoconfigure.TelemetrySource;

/**
 * Records the calls that a server receives and makes the context of each current wherever
 * the service is called.
 */
final class TracingServerInterceptor implements ServerInterceptor, Ordered {

	private final TelemetrySource<GrpcTelemetry> source;

	private static final Nesting NESTING = new Nesting();

	TracingServerInterceptor(TelemetrySource<GrpcTelemetry> source) {
		this.source = source;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public <Q, R> ServerCall.Listener<Q> interceptCall(ServerCall<Q, R> call, Metadata headers,
			ServerCallHandler<Q, R> next) {
		MethodDescriptor<Q, R> method = call.getMethodDescriptor();
		GrpcTelemetry telemetry = NESTING.isIn(method) ? null : this.source.get();
		if (telemetry == null) {
			return next.startCall(call, headers);
		}
		RpcCall record = null;
		Context context = null;
		try {
			RpcMethod known = telemetry.server.method(method.getFullMethodName());
			Context parent = telemetry.incoming(headers, call.getAttributes());
			if (known.excluded || Suppression.isSuppressed(parent)) {
				context = Suppression.suppress(parent);
			}
			else {
				record = telemetry.startServer(known, method.getFullMethodName(), call.getAuthority(), parent);
				context = record.context;
			}
		}
		catch (RuntimeException ex) {
			telemetry.failed(ex);
		}
		if (context == null) {
			return next.startCall(call, headers);
		}
		ServerCall<Q, R> traced = (record != null) ? new TracedCall<>(call, record) : call;
		MethodDescriptor<?, ?> outer = NESTING.enter(method);
		try (Scope scope = context.makeCurrent()) {
			return new TracedListener<>(next.startCall(traced, headers), context, record, call);
		}
		catch (Throwable ex) {
			if (record != null) {
				record.failed(ex);
				record.end(Status.fromThrowable(ex), false, call.getAttributes());
			}
			throw ex;
		}
		finally {
			NESTING.exit(outer);
		}
	}

	private static final class TracedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {

		private final RpcCall record;

		TracedCall(ServerCall<Q, R> call, RpcCall record) {
			super(call);
			this.record = record;
		}

		@Override
		public void close(Status status, Metadata trailers) {
			try {
				super.close(status, trailers);
			}
			finally {
				this.record.end(status, false, getAttributes());
			}
		}

	}

	private static final class TracedListener<Q> extends SimpleForwardingServerCallListener<Q> {

		private final Context context;

		private final @Nullable RpcCall record;

		private final ServerCall<?, ?> call;

		TracedListener(ServerCall.Listener<Q> listener, Context context, @Nullable RpcCall record,
				ServerCall<?, ?> call) {
			super(listener);
			this.context = context;
			this.record = record;
			this.call = call;
		}

		@Override
		public void onMessage(Q message) {
			try (Scope scope = this.context.makeCurrent()) {
				super.onMessage(message);
			}
			catch (Throwable ex) {
				failed(ex);
				throw ex;
			}
		}

		@Override
		public void onHalfClose() {
			try (Scope scope = this.context.makeCurrent()) {
				super.onHalfClose();
			}
			catch (Throwable ex) {
				failed(ex);
				throw ex;
			}
		}

		@Override
		public void onReady() {
			try (Scope scope = this.context.makeCurrent()) {
				super.onReady();
			}
			catch (Throwable ex) {
				failed(ex);
				throw ex;
			}
		}

		@Override
		public void onCancel() {
			Status status = earlyEnd();
			if (this.record != null) {
				// The service is told now, and may answer a call that nobody waits for.
				this.record.settle(status);
			}
			try (Scope scope = this.context.makeCurrent()) {
				super.onCancel();
			}
			finally {
				end(status);
			}
		}

		@Override
		public void onComplete() {
			try (Scope scope = this.context.makeCurrent()) {
				super.onComplete();
			}
			finally {
				end(Status.OK);
			}
		}

		// The server closes the call with this status, and tells no interceptor. An
		// answer to
		// a call that nobody waits for is refused by an exception, which is no failure.
		private void failed(Throwable failure) {
			if (this.record == null) {
				return;
			}
			if (this.call.isCancelled()) {
				end(earlyEnd());
			}
			else {
				this.record.failed(failure);
				end(Status.UNKNOWN);
			}
		}

		private static Status earlyEnd() {
			return isTooLate() ? Status.DEADLINE_EXCEEDED : Status.CANCELLED;
		}

		private void end(Status status) {
			if (this.record != null) {
				this.record.end(status, false, this.call.getAttributes());
			}
		}

		private static boolean isTooLate() {
			io.grpc.Context current = io.grpc.Context.current();
			Deadline deadline = current.getDeadline();
			return current.cancellationCause() instanceof TimeoutException
					|| (deadline != null && deadline.isExpired());
		}

	}

}
