// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.time.Duration;

import javax.net.ssl.SSLContext;

import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * A collector that can be broken in many ways while a test runs, and that knows what it
 * really took in, and for how much of it the answer was lost. It is an
 * {@link OtlpCollector} behind a gate at which connections meet their fate.
 */
public final class FaultCollector implements AutoCloseable {

	private static final Duration SLOWNESS = Duration.ofMillis(500);

	private static final Duration THROTTLE = Duration.ofSeconds(1);

	private final OtlpCollector collector = OtlpCollector.start();

	private final GateState state = new GateState(this.collector::answerLost);

	private final Endpoint http;

	private final Endpoint grpc;

	private volatile Duration slowness = SLOWNESS;

	private FaultCollector() {
		this.http = new Endpoint(0,
				(address) -> new Gate(address, this.collector.httpPort(), this.state, Gate.Kind.HTTP));
		this.grpc = new Endpoint(0,
				(address) -> new Gate(address, this.collector.grpcPort(), this.state, Gate.Kind.HTTP2));
		this.collector.answerBy(this.state::taken);
	}

	/**
	 * Starts a collector on two free ports, with nothing wrong.
	 * @return the collector
	 */
	public static FaultCollector start() {
		return new FaultCollector();
	}

	/**
	 * The value of {@code otel.exporter.otlp.endpoint} for HTTP.
	 * @return the endpoint without a path
	 */
	public String httpEndpoint() {
		return scheme() + "127.0.0.1:" + this.http.port();
	}

	/**
	 * The value of {@code otel.exporter.otlp.endpoint} for gRPC.
	 * @return the endpoint
	 */
	public String grpcEndpoint() {
		return scheme() + "127.0.0.1:" + this.grpc.port();
	}

	private String scheme() {
		return (this.state.tls() != null) ? "https://" : "http://";
	}

	/**
	 * Speaks TLS from now on. Existing connections are not touched.
	 * @param context the server's certificates and keys, and whom it trusts
	 * @param clientCertificate whether clients must have a certificate
	 */
	public void useTls(SSLContext context, boolean clientCertificate) {
		this.state.useTls(context, clientCertificate);
	}

	/**
	 * Ends all connections: the next request needs a new one.
	 */
	public void dropConnections() {
		this.state.resetAll();
	}

	/**
	 * Has this fault from now on, and no other.
	 * @param fault the fault
	 */
	public void fail(Fault fault) {
		leave(this.state.fault());
		this.collector.respondWith(reply(fault));
		this.state.fault(fault);
		if (fault == Fault.DOWN) {
			this.http.stop();
			this.grpc.stop();
		}
		if (fault == Fault.BREAKING_TLS) {
			this.state.resetAll();
		}
	}

	/**
	 * Has nothing wrong any more.
	 */
	public void recover() {
		Fault fault = this.state.fault();
		this.collector.respondWith(Reply.accepted());
		this.state.fault(null);
		leave(fault);
	}

	private void leave(@Nullable Fault fault) {
		if (fault == Fault.DOWN) {
			this.http.resume();
			this.grpc.resume();
		}
		if (fault == Fault.HANGING) {
			// What was sent on them is gone
			this.state.resetAll();
		}
	}

	/**
	 * Changes how long a slow collector takes for an answer.
	 * @param slowness the time, half a second if this is not called
	 */
	public void slowness(Duration slowness) {
		this.slowness = slowness;
	}

	private Reply reply(Fault fault) {
		return switch (fault) {
			case SLOW -> Reply.accepted().after(this.slowness);
			case BAD_REQUEST -> Reply.refused(400, Status.Code.INVALID_ARGUMENT);
			case SERVER_ERROR -> Reply.refused(500, Status.Code.INTERNAL);
			case THROTTLING -> Reply.refused(429, Status.Code.RESOURCE_EXHAUSTED).withRetryAfter(THROTTLE);
			case UNAVAILABLE -> Reply.unavailable();
			case DEADLINE_EXCEEDED -> Reply.refused(504, Status.Code.DEADLINE_EXCEEDED);
			case REJECTING_ONE -> Reply.partlyAccepted(1, "rejected by the test");
			default -> Reply.accepted();
		};
	}

	/**
	 * The collector behind the gate, with all that arrived.
	 * @return the collector
	 */
	public OtlpCollector received() {
		return this.collector;
	}

	/**
	 * Counts what was taken in. An item that was sent and taken in twice counts twice.
	 * @param signal the signal
	 * @return the number of spans, data points or log records
	 */
	public long taken(Signal signal) {
		return this.collector.account().taken(signal);
	}

	/**
	 * Counts what was taken in without that the sender got to know: the connection ended,
	 * or the sender gave up, before the answer.
	 * @param signal the signal
	 * @return the number of spans, data points or log records
	 */
	public long unacknowledged(Signal signal) {
		return this.collector.account().unacknowledged(signal);
	}

	/**
	 * Counts what was reported as rejected in answers that accepted the rest. It is taken
	 * in all the same, since the protocol does not say which items it is.
	 * @param signal the signal
	 * @return the number of spans, data points or log records
	 */
	public long rejected(Signal signal) {
		return this.collector.account().rejected(signal);
	}

	@Override
	public void close() {
		this.http.close();
		this.grpc.close();
		this.collector.close();
	}

}
