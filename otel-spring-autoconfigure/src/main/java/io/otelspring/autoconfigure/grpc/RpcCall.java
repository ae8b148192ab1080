// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.grpc;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Status;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.NetworkAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The span and the duration of one call, until the first of the events that end it.
 */
final class RpcCall {

	private static final AtomicIntegerFieldUpdater<RpcCall> ENDED = AtomicIntegerFieldUpdater.newUpdater(RpcCall.class,
			"ended");

	private static final double NANOS_PER_SECOND = 1_000_000_000;

	final Context context;

	private final GrpcTelemetry telemetry;

	private final GrpcTelemetry.Side side;

	private final RpcMethod.Series series;

	private final Span span;

	private final long startedAt = System.nanoTime();

	private @Nullable Throwable failure;

	private volatile @Nullable Status settled;

	private volatile int ended;

	RpcCall(GrpcTelemetry telemetry, GrpcTelemetry.Side side, RpcMethod.Series series, Context parent, Span span) {
		this.telemetry = telemetry;
		this.side = side;
		this.series = series;
		this.span = span;
		this.context = parent.with(span);
	}

	/**
	 * Note what a service threw, before something turns it into a status.
	 * @param failure what it threw
	 */
	void failed(Throwable failure) {
		this.failure = failure;
	}

	/**
	 * Note what became of the call, whatever status the service still gives it.
	 * @param status what became of it
	 */
	void settle(Status status) {
		this.settled = status;
	}

	/**
	 * End the record. The second call and those after it do nothing.
	 * @param status what became of the call
	 * @param cancelled whether the one who called does not want the result any more
	 * @param connection attributes of the connection, if there is one
	 */
	void end(Status status, boolean cancelled, @Nullable Attributes connection) {
		Status settled = this.settled;
		finish((settled != null) ? settled : status, cancelled, connection);
	}

	private void finish(Status status, boolean cancelled, @Nullable Attributes connection) {
		if (!ENDED.compareAndSet(this, 0, 1)) {
			return;
		}
		try {
			Status.Code code = status.getCode();
			boolean error = !cancelled && this.side.errors.contain(code);
			if (this.span.isRecording()) {
				describe(status, error, connection);
			}
			this.side.duration.record((System.nanoTime() - this.startedAt) / NANOS_PER_SECOND,
					this.series.outcome(code, cancelled), this.context);
		}
		catch (RuntimeException ex) {
			this.telemetry.failed(ex);
		}
		finally {
			this.span.end();
		}
	}

	private void describe(Status status, boolean error, @Nullable Attributes connection) {
		String code = status.getCode().name();
		this.span.setAttribute(RpcAttributes.STATUS_CODE, code);
		if (connection != null) {
			SocketAddress peer = connection.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
			if (peer instanceof InetSocketAddress inet && inet.getAddress() != null) {
				this.span.setAttribute(NetworkAttributes.NETWORK_PEER_ADDRESS, inet.getAddress().getHostAddress());
				this.span.setAttribute(NetworkAttributes.NETWORK_PEER_PORT, (long) inet.getPort());
			}
		}
		if (error) {
			Throwable cause = (this.failure != null) ? this.failure : status.getCause();
			String message = (status.getDescription() == null && cause != null) ? cause.getMessage()
					: status.getDescription();
			this.span.setAttribute(ErrorAttributes.ERROR_TYPE, code);
			this.span.setStatus(StatusCode.ERROR, (message != null) ? message : "");
			if (cause != null) {
				this.span.recordException(cause);
			}
		}
	}

}
