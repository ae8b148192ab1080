// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.redis;

import java.util.Set;
import java.util.concurrent.CancellationException;

import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.RedisCommand;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.semconv.DbAttributes;
import io.opentelemetry.semconv.NetworkAttributes;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.db.DatabaseOperation;
import io.otelspring.autoconfigure.db.DatabaseTelemetry;

/**
 * Records commands, but for those by which Lettuce looks after its connections. Of a
 * command only the name is read, and of those that run a script its name or digest: keys
 * hold ids of users and sessions, and values anything. Nothing here throws.
 */
final class RedisCommands {

	private static final Log logger = LogFactory.getLog(RedisCommands.class);

	private static final Set<String> SILENT = Set.of("AUTH", "HELLO", "CLIENT", "SELECT", "READONLY", "READWRITE",
			"ASKING", "PING", "QUIT", "ROLE", "COMMAND", "CLUSTER", "SENTINEL");

	private static final Set<String> SCRIPTS = Set.of("EVALSHA", "EVALSHA_RO", "FCALL", "FCALL_RO");

	private final DatabaseTelemetry telemetry;

	RedisCommands(DatabaseTelemetry telemetry) {
		this.telemetry = telemetry;
	}

	/**
	 * Start to record a command.
	 * @param parent the context of the caller
	 * @param command the command
	 * @param endpoint where it is sent to
	 * @return the record, or {@code null} where nothing is recorded
	 */
	@Nullable OpenCommand start(Context parent, RedisCommand<?, ?, ?> command, RedisEndpoint endpoint) {
		try {
			String name = command.getType().toString();
			if (SILENT.contains(name) || !DatabaseTelemetry.isRecorded(parent)) {
				return null;
			}
			DatabaseOperation operation = endpoint.operation(name);
			long start = System.nanoTime();
			Context context = this.telemetry.start(parent, operation, -1);
			if (context == null) {
				return null;
			}
			Span span = Span.fromContext(context);
			if (span.isRecording()) {
				describe(span, name, command.getArgs(), endpoint);
			}
			return new OpenCommand(context, operation, start);
		}
		catch (RuntimeException ex) {
			logger.debug("A command could not be recorded", ex);
			return null;
		}
	}

	private static void describe(Span span, String name, @Nullable CommandArgs<?, ?> arguments,
			RedisEndpoint endpoint) {
		if (endpoint.peerAddress() != null) {
			span.setAttribute(NetworkAttributes.NETWORK_PEER_ADDRESS, endpoint.peerAddress());
			if (endpoint.peerPort() > 0) {
				span.setAttribute(NetworkAttributes.NETWORK_PEER_PORT, endpoint.peerPort());
			}
		}
		String script = (arguments != null && SCRIPTS.contains(name)) ? arguments.getFirstString() : null;
		if (script != null) {
			span.setAttribute(DbAttributes.DB_STORED_PROCEDURE_NAME, script);
		}
	}

	/**
	 * End the record of a command.
	 * @param open the record
	 * @param error what Redis answered instead of a result, if it did
	 * @param failure what became of the command otherwise
	 */
	void end(OpenCommand open, @Nullable String error, @Nullable Throwable failure) {
		long nanos = System.nanoTime() - open.start();
		if (error != null) {
			this.telemetry.refused(open.context(), open.operation(), nanos, prefix(error));
		}
		else {
			this.telemetry.end(open.context(), open.operation(), nanos,
					(failure instanceof CancellationException) ? null : failure, null);
		}
	}

	// The rest of an answer repeats keys and values.
	private static String prefix(String error) {
		int end = 0;
		while (end < error.length() && (Character.isUpperCase(error.charAt(end)) || error.charAt(end) == '_')) {
			end++;
		}
		return (end > 0) ? error.substring(0, end) : "ERR";
	}

	/**
	 * A command that was sent and is not complete.
	 *
	 * @param context the context with its span
	 * @param operation the operation
	 * @param start when it was sent
	 */
	record OpenCommand(Context context, DatabaseOperation operation, long start) {

	}

}
