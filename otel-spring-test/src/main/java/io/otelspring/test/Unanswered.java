// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What was taken in over one connection while the client has no answer yet. Over HTTP/2 a
 * request is told from others by its size, since what reads it knows no stream.
 */
final class Unanswered {

	/** The stream of HTTP/1.1, where there is one request at a time. */
	static final int ONLY_STREAM = 0;

	private static final int GRPC_PREFIX = 5;

	private final Map<Integer, Long> sent = new LinkedHashMap<>();

	private final Map<Integer, Receipt> receipts = new HashMap<>();

	private final Consumer<Receipt> lost;

	private final boolean streams;

	private boolean closed;

	Unanswered(boolean streams, Consumer<Receipt> lost) {
		this.streams = streams;
		this.lost = lost;
	}

	/**
	 * The client has sent a part of a body.
	 * @param stream the stream
	 * @param bytes the size of the part
	 */
	synchronized void sent(int stream, int bytes) {
		this.sent.merge(stream, (long) bytes, Long::sum);
	}

	/**
	 * A request has been taken in.
	 * @param receipt what became of it
	 * @param wireSize the size of its body
	 */
	void taken(Receipt receipt, long wireSize) {
		synchronized (this) {
			int stream = this.streams ? stream(wireSize + GRPC_PREFIX) : ONLY_STREAM;
			if (!this.closed && stream >= 0) {
				this.receipts.put(stream, receipt);
				return;
			}
		}
		this.lost.accept(receipt);
	}

	// Return the stream of a request, or -1 if its client has given it up.
	private int stream(long size) {
		for (Map.Entry<Integer, Long> stream : this.sent.entrySet()) {
			if (stream.getValue() == size && !this.receipts.containsKey(stream.getKey())) {
				return stream.getKey();
			}
		}
		return -1;
	}

	/**
	 * The whole answer went to the client.
	 * @param stream the stream
	 */
	synchronized void answered(int stream) {
		this.sent.remove(stream);
		this.receipts.remove(stream);
	}

	/**
	 * The client does not wait for the answer any more.
	 * @param stream the stream
	 */
	void cancelled(int stream) {
		@Nullable Receipt receipt;
		synchronized (this) {
			this.sent.remove(stream);
			receipt = this.receipts.remove(stream);
		}
		if (receipt != null) {
			this.lost.accept(receipt);
		}
	}

	/**
	 * The connection is gone, and with it all answers that are still to come.
	 */
	void close() {
		List<Receipt> left;
		synchronized (this) {
			this.closed = true;
			left = List.copyOf(this.receipts.values());
			this.receipts.clear();
		}
		left.forEach(this.lost);
	}

}
