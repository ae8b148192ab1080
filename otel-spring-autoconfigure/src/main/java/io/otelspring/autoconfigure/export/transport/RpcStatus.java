// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.time.DateTimeException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The message {@code google.rpc.Status}, in which servers explain a failure.
 *
 * @param message what the server says; may be empty
 * @param retryDelay how long it wants to be left alone, or {@code null}
 */
record RpcStatus(String message, @Nullable Duration retryDelay) {

	private static final int MESSAGE = 2;

	private static final int DETAILS = 3;

	private static final int TYPE_URL = 1;

	private static final int VALUE = 2;

	private static final int RETRY_DELAY = 1;

	private static final int SECONDS = 1;

	private static final int NANOS = 2;

	/**
	 * Read a status.
	 * @param bytes what may be a status
	 * @return the status or {@code null} if it is something else
	 */
	static @Nullable RpcStatus read(byte[] bytes) {
		try {
			String text = "";
			Duration wait = null;
			ProtobufReader reader = new ProtobufReader(bytes);
			for (int field = reader.next(); field != 0; field = reader.next()) {
				if (field == MESSAGE) {
					text = reader.text();
				}
				else if (field == DETAILS) {
					Duration delay = retryInfo(reader.bytes());
					wait = (delay != null) ? delay : wait;
				}
				else {
					reader.skip();
				}
			}
			return new RpcStatus(text, wait);
		}
		catch (IllegalArgumentException | ArithmeticException | DateTimeException ex) {
			return null;
		}
	}

	private static @Nullable Duration retryInfo(byte[] any) {
		String type = "";
		byte[] value = new byte[0];
		ProtobufReader reader = new ProtobufReader(any);
		for (int field = reader.next(); field != 0; field = reader.next()) {
			if (field == TYPE_URL) {
				type = reader.text();
			}
			else if (field == VALUE) {
				value = reader.bytes();
			}
			else {
				reader.skip();
			}
		}
		return type.endsWith("/google.rpc.RetryInfo") ? retryDelay(value) : null;
	}

	private static Duration retryDelay(byte[] retryInfo) {
		Duration delay = Duration.ZERO;
		ProtobufReader reader = new ProtobufReader(retryInfo);
		for (int field = reader.next(); field != 0; field = reader.next()) {
			if (field == RETRY_DELAY) {
				delay = duration(reader.bytes());
			}
			else {
				reader.skip();
			}
		}
		return delay;
	}

	private static Duration duration(byte[] bytes) {
		Duration duration = Duration.ZERO;
		ProtobufReader reader = new ProtobufReader(bytes);
		for (int field = reader.next(); field != 0; field = reader.next()) {
			if (field == SECONDS) {
				duration = duration.plusSeconds(reader.number());
			}
			else if (field == NANOS) {
				duration = duration.plusNanos(reader.number());
			}
			else {
				reader.skip();
			}
		}
		return duration.isNegative() ? Duration.ZERO : duration;
	}

}
