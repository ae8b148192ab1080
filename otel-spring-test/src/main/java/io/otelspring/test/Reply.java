// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * What the collector answers to a request. One reply serves both protocols, so that one
 * test can be run over each of them.
 *
 * @param httpStatus the status over HTTP; from 200 to 299 the telemetry is accepted
 * @param grpcStatus the status over gRPC
 * @param headers response headers over HTTP, metadata over gRPC
 * @param message a text for the sender: of the error, or of what was rejected
 * @param rejected the number of items that are reported as rejected
 * @param delay what passes before it is sent
 * @param retryAfter when the sender may come again: {@code Retry-After} over HTTP,
 * {@code RetryInfo} over gRPC
 * @param hanging whether it is never sent
 */
public record Reply(int httpStatus, Status.Code grpcStatus, Map<String, String> headers, String message, long rejected,
		Duration delay, @Nullable Duration retryAfter, boolean hanging) {

	/**
	 * Everything is accepted.
	 * @return the reply
	 */
	public static Reply accepted() {
		return new Reply(200, Status.Code.OK, Map.of(), "", 0, Duration.ZERO, null, false);
	}

	/**
	 * Some of it is reported as rejected. Since the protocol does not say which, the
	 * collector's views hold all of it.
	 * @param rejected the number of spans, data points or log records
	 * @param message the text for the sender
	 * @return the reply
	 */
	public static Reply partlyAccepted(long rejected, String message) {
		return new Reply(200, Status.Code.OK, Map.of(), message, rejected, Duration.ZERO, null, false);
	}

	/**
	 * Nothing is accepted.
	 * @param httpStatus the status over HTTP
	 * @param grpcStatus the status over gRPC
	 * @return the reply
	 */
	public static Reply refused(int httpStatus, Status.Code grpcStatus) {
		return new Reply(httpStatus, grpcStatus, Map.of(), "refused by the test", 0, Duration.ZERO, null, false);
	}

	/**
	 * Nothing is accepted for now: 503, or {@code UNAVAILABLE}.
	 * @return the reply
	 */
	public static Reply unavailable() {
		return refused(503, Status.Code.UNAVAILABLE);
	}

	/**
	 * No answer comes, and nothing is accepted, until the collector stops listening.
	 * @return the reply
	 */
	public static Reply never() {
		return new Reply(200, Status.Code.OK, Map.of(), "", 0, Duration.ZERO, null, true);
	}

	/**
	 * The same after a while.
	 * @param delay the time
	 * @return the reply
	 */
	public Reply after(Duration delay) {
		return new Reply(this.httpStatus, this.grpcStatus, this.headers, this.message, this.rejected, delay,
				this.retryAfter, this.hanging);
	}

	/**
	 * The same with a response header.
	 * @param name the name
	 * @param value the value
	 * @return the reply
	 */
	public Reply withHeader(String name, String value) {
		Map<String, String> headers = new LinkedHashMap<>(this.headers);
		headers.put(name, value);
		return new Reply(this.httpStatus, this.grpcStatus, Map.copyOf(headers), this.message, this.rejected, this.delay,
				this.retryAfter, this.hanging);
	}

	/**
	 * The same, with the time after which the sender may come again.
	 * @param retryAfter the time, over HTTP in whole seconds
	 * @return the reply
	 */
	public Reply withRetryAfter(Duration retryAfter) {
		return new Reply(this.httpStatus, this.grpcStatus, this.headers, this.message, this.rejected, this.delay,
				retryAfter, this.hanging);
	}

	boolean accepts(ReceivedRequest.Protocol protocol) {
		return !this.hanging && switch (protocol) {
			case HTTP -> this.httpStatus >= 200 && this.httpStatus < 300;
			case GRPC -> this.grpcStatus == Status.Code.OK;
		};
	}

}
