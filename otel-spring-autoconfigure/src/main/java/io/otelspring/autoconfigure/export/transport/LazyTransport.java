// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Makes a transport, and loads its library, when the first batch is sent.
 */
final class LazyTransport implements Transport {

	private final Supplier<Transport> factory;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile @Nullable Transport transport;

	private boolean closed;

	LazyTransport(Supplier<Transport> factory) {
		this.factory = factory;
	}

	@Override
	public CompletableFuture<Answer> send(byte[] body, Duration timeout) {
		Transport transport;
		try {
			transport = transport();
		}
		catch (Exception | LinkageError ex) {
			return CompletableFuture.completedFuture(Answers.retryable(Answers.reason(ex, Map.of())));
		}
		return (transport != null) ? transport.send(body, timeout)
				: CompletableFuture.completedFuture(Answers.closed());
	}

	private @Nullable Transport transport() {
		Transport existing = this.transport;
		if (existing != null) {
			return existing;
		}
		this.lock.lock();
		try {
			if (this.transport == null && !this.closed) {
				this.transport = this.factory.get();
			}
			return this.transport;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void close() {
		Transport existing;
		this.lock.lock();
		try {
			this.closed = true;
			existing = this.transport;
		}
		finally {
			this.lock.unlock();
		}
		if (existing != null) {
			existing.close();
		}
	}

}
