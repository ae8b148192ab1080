// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import java.util.ArrayDeque;
import java.util.Deque;

import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.ExportThread;

/**
 * Keeps the log records of a start until there is somewhere to send them. They are mapped
 * when they are logged, so that they carry the time, the span and the MDC of that moment.
 */
final class EarlyLogs implements LogTarget {

	static final int DEFAULT_CAPACITY = 10_000;

	/**
	 * How often what was logged while the records were handed over is handed over too,
	 * before order is given up for an end.
	 */
	private static final int MAX_ROUNDS = 100;

	private final int capacity;

	private final Object lock = new Object();

	private Deque<EarlyLogRecord> records = new ArrayDeque<>();

	private int dropped;

	private boolean closed;

	private @Nullable LogTarget successor;

	EarlyLogs() {
		this(DEFAULT_CAPACITY);
	}

	EarlyLogs(int capacity) {
		this.capacity = capacity;
	}

	@Override
	public Logger logger(String name) {
		return LogTarget.isAboutExport(name) ? SILENT : new EarlyLogger(name);
	}

	void add(EarlyLogRecord record) {
		LogTarget successor;
		synchronized (this.lock) {
			if (!this.closed) {
				if (this.records.size() >= this.capacity) {
					this.records.removeFirst();
					this.dropped++;
				}
				this.records.addLast(record);
				return;
			}
			successor = this.successor;
		}
		if (successor != null) {
			record.replayTo(successor);
		}
	}

	/**
	 * Hands over what was kept, in order; what comes late goes straight through. Other
	 * threads go on logging meanwhile: no foreign code is called under the lock.
	 * @param target where the records go
	 * @return how many records had been dropped for want of room
	 */
	int drainTo(LogTarget target) {
		boolean entered = ExportThread.enter();
		try {
			for (int round = 1;; round++) {
				Deque<EarlyLogRecord> batch;
				boolean last;
				synchronized (this.lock) {
					last = this.records.isEmpty() || round >= MAX_ROUNDS;
					batch = this.records;
					this.records = new ArrayDeque<>();
					if (last) {
						this.closed = true;
						this.successor = target;
					}
				}
				batch.forEach((record) -> record.replayTo(target));
				if (last) {
					return this.dropped;
				}
			}
		}
		finally {
			if (entered) {
				ExportThread.exit();
			}
		}
	}

	/**
	 * Forgets what was kept: there will be no place to send it.
	 */
	void discard() {
		synchronized (this.lock) {
			this.closed = true;
			this.records = new ArrayDeque<>(0);
		}
	}

	private final class EarlyLogger implements Logger {

		private final String name;

		EarlyLogger(String name) {
			this.name = name;
		}

		@Override
		public LogRecordBuilder logRecordBuilder() {
			return new EarlyLogRecord(EarlyLogs.this, this.name);
		}

	}

}
