// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;

import io.opentelemetry.api.logs.LoggerProvider;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Leads from the one logging framework of a JVM to the application that gets its log
 * records: the one that started last, and when that closes the one before. While an
 * application starts its records are kept; when it fails to start they go to a
 * {@link FailedStart}. Where nobody is left the framework is left alone.
 */
final class LogBridge {

	static final LogBridge INSTANCE = new LogBridge();

	/**
	 * Starts that are under way, each with the owner of its connection once that is
	 * known. Weak, since a start can be abandoned without notice.
	 */
	private final Map<Object, @Nullable Object> starts = new WeakHashMap<>();

	private final List<Connection> connections = new ArrayList<>();

	private @Nullable EarlyLogs early;

	private @Nullable FailedStart failedStart;

	private @Nullable LogCapture capture;

	private volatile @Nullable String inactiveBecause;

	private volatile @Nullable LogRecordWriter current;

	/**
	 * Where log events go now.
	 * @return the writer, or {@code null} if nobody wants them
	 */
	@Nullable LogRecordWriter current() {
		return this.current;
	}

	@Nullable String inactiveBecause() {
		return this.inactiveBecause;
	}

	/**
	 * A start begins. What is left of one that failed before it ends here.
	 * @param start stands for the start
	 */
	void starting(Object start) {
		FailedStart leftover;
		synchronized (this) {
			this.starts.put(start, null);
			leftover = this.failedStart;
		}
		if (leftover != null) {
			close(leftover);
		}
	}

	/**
	 * The environment of a start is ready and wants logs: they are kept from now on.
	 * @param settings what it wants
	 * @param captures finds the logging framework
	 */
	synchronized void keep(LoggingProperties settings, Supplier<@Nullable LogCapture> captures) {
		if (this.early == null) {
			this.early = new EarlyLogs();
		}
		this.current = new LogRecordWriter(this.early, settings);
		attach(captures);
	}

	/**
	 * The environment of a start is ready and does not want logs. A start nested in it
	 * may have thought otherwise.
	 */
	synchronized void keepNothing() {
		if (this.early != null && this.starts.size() <= 1) {
			settle(this.early);
		}
	}

	synchronized void owner(Object start, Object owner) {
		this.starts.replace(start, owner);
	}

	/**
	 * Sends log records to an application from now on, those kept first.
	 * @param owner stands for the application
	 * @param provider where its log records go
	 * @param settings what it wants
	 * @param captures finds the logging framework
	 */
	void connect(Object owner, LoggerProvider provider, LoggingProperties settings,
			Supplier<@Nullable LogCapture> captures) {
		int dropped = 0;
		synchronized (this) {
			LogRecordWriter writer = new LogRecordWriter(new ProviderTarget(provider), settings);
			this.connections.add(new Connection(owner, writer));
			EarlyLogs early = this.early;
			if (early != null) {
				this.early = null;
				dropped = early.drainTo(writer.target());
			}
			this.current = writer;
			attach(captures);
		}
		if (dropped > 0) {
			Log logger = LogFactory.getLog(LogBridge.class);
			logger.warn(dropped + " log records from before OpenTelemetry was ready were dropped, only the last "
					+ EarlyLogs.DEFAULT_CAPACITY + " could be kept");
		}
	}

	/**
	 * An application is closed. If that happens while it starts, the start fails, and
	 * there will be a report.
	 * @param owner stands for the application
	 */
	synchronized void disconnect(Object owner) {
		Connection connection = connection(owner);
		if (connection == null) {
			return;
		}
		this.connections.remove(connection);
		if (this.current != connection.writer()) {
			return;
		}
		if (this.starts.containsValue(owner)) {
			this.early = new EarlyLogs();
			this.current = new LogRecordWriter(this.early, connection.writer().settings());
		}
		else {
			takeOver();
		}
	}

	/**
	 * A start has succeeded. If it did not connect, it never will; but a start in which
	 * this one is nested still can.
	 * @param start stands for the start
	 */
	synchronized void started(Object start) {
		this.starts.remove(start);
		if (this.early != null && this.starts.isEmpty()) {
			settle(this.early);
		}
	}

	/**
	 * A start has failed. Unless its application is still there, or another one, what was
	 * kept and what is about to be reported goes where the opener says.
	 * @param start stands for the start
	 * @param opener opens a way for the records of a failed start
	 */
	synchronized void failed(Object start, Supplier<@Nullable FailedStart> opener) {
		this.starts.remove(start);
		EarlyLogs early = this.early;
		LogRecordWriter keeping = this.current;
		if (early == null || keeping == null || !this.starts.isEmpty()) {
			return;
		}
		FailedStart failedStart = this.connections.isEmpty() ? opener.get() : null;
		if (failedStart == null) {
			settle(early);
			return;
		}
		LogRecordWriter writer = new LogRecordWriter(failedStart.target(), keeping.settings());
		this.early = null;
		early.drainTo(writer.target());
		this.failedStart = failedStart;
		this.current = writer;
		failedStart.closeOnShutdown(() -> close(failedStart));
	}

	private void close(FailedStart failedStart) {
		synchronized (this) {
			if (this.failedStart != failedStart) {
				return;
			}
			this.failedStart = null;
			LogRecordWriter current = this.current;
			if (current != null && current.target() == failedStart.target()) {
				takeOver();
			}
		}
		failedStart.close();
	}

	private void settle(EarlyLogs early) {
		this.early = null;
		if (this.connections.isEmpty()) {
			early.discard();
		}
		else {
			early.drainTo(newest().writer().target());
		}
		takeOver();
	}

	private void takeOver() {
		if (!this.connections.isEmpty()) {
			this.current = newest().writer();
			return;
		}
		this.current = null;
		LogCapture capture = this.capture;
		this.capture = null;
		if (capture != null) {
			capture.detach();
		}
	}

	private void attach(Supplier<@Nullable LogCapture> captures) {
		if (this.capture == null) {
			this.capture = captures.get();
		}
		this.inactiveBecause = (this.capture != null) ? this.capture.attach()
				: "the application logs neither with Logback nor with Log4j2";
	}

	private Connection newest() {
		return this.connections.get(this.connections.size() - 1);
	}

	private @Nullable Connection connection(Object owner) {
		for (Connection connection : this.connections) {
			if (connection.owner() == owner) {
				return connection;
			}
		}
		return null;
	}

	private record Connection(Object owner, LogRecordWriter writer) {

	}

}
