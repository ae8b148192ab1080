// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.mongo;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

import com.mongodb.MongoException;
import com.mongodb.ServerAddress;
import com.mongodb.event.CommandFailedEvent;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import io.opentelemetry.context.Context;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.BoundedCache;
import io.otelspring.autoconfigure.db.DatabaseOperation;
import io.otelspring.autoconfigure.db.DatabaseSystem;
import io.otelspring.autoconfigure.db.DatabaseTarget;
import io.otelspring.autoconfigure.db.DatabaseTelemetry;

/**
 * Records each command that a driver sends, but for those by which it looks after its
 * connections. Of the command's document only the names of command and collection and the
 * number of operations are read.
 */
final class RecordingCommandListener implements CommandListener {

	private static final Log logger = LogFactory.getLog(RecordingCommandListener.class);

	private static final DatabaseSystem SYSTEM = DatabaseSystem.of("mongodb");

	private static final Set<String> SILENT = Set.of("hello", "isMaster", "ismaster", "ping", "saslStart",
			"saslContinue", "authenticate", "getnonce", "logout", "endSessions");

	// The field that holds the operations of a command that has several
	private static final Map<String, String> BATCHES = Map.of("insert", "documents", "update", "updates", "delete",
			"deletes", "bulkWrite", "ops");

	private static final int OPERATIONS = 1000;

	private final DatabaseTelemetry telemetry;

	private final BoundedCache<Command, DatabaseOperation> operations = new BoundedCache<>(OPERATIONS,
			Command::operation);

	private final ConcurrentMap<Integer, OpenCommand> open = new ConcurrentHashMap<>();

	RecordingCommandListener(DatabaseTelemetry telemetry) {
		this.telemetry = telemetry;
	}

	@Override
	public void commandStarted(CommandStartedEvent event) {
		try {
			start(event);
		}
		catch (RuntimeException ex) {
			logger.debug("A command could not be recorded", ex);
		}
	}

	private void start(CommandStartedEvent event) {
		String name = event.getCommandName();
		if (SILENT.contains(name)) {
			return;
		}
		Context parent = ContextOfRequest.of(event.getRequestContext());
		if (!DatabaseTelemetry.isRecorded(parent)) {
			return;
		}
		BsonDocument document = event.getCommand();
		DatabaseOperation operation = this.operations
			.get(new Command(event.getConnectionDescription().getServerAddress(), event.getDatabaseName(), name,
					collection(name, document)));
		long size = batchSize(name, document);
		if (size > 1) {
			operation = operation.batch();
		}
		Context context = this.telemetry.start(parent, operation, (size > 1) ? size : -1);
		if (context != null) {
			this.open.put(event.getRequestId(), new OpenCommand(context, operation));
		}
	}

	@Override
	public void commandSucceeded(CommandSucceededEvent event) {
		OpenCommand command = this.open.remove(event.getRequestId());
		if (command != null) {
			long nanos = event.getElapsedTime(TimeUnit.NANOSECONDS);
			String code = writeError(event.getResponse());
			if (code != null) {
				this.telemetry.refused(command.context(), command.operation(), nanos, code);
			}
			else {
				this.telemetry.end(command.context(), command.operation(), nanos, null);
			}
		}
	}

	@Override
	public void commandFailed(CommandFailedEvent event) {
		OpenCommand command = this.open.remove(event.getRequestId());
		if (command != null) {
			Throwable error = event.getThrowable();
			String code = (error instanceof MongoException exception && exception.getCode() > 0)
					? Integer.toString(exception.getCode()) : null;
			this.telemetry.end(command.context(), command.operation(), event.getElapsedTime(TimeUnit.NANOSECONDS),
					error, code);
		}
	}

	private static @Nullable String collection(String name, BsonDocument document) {
		BsonValue value = document.get("getMore".equals(name) ? "collection" : name);
		return (value != null && value.isString()) ? value.asString().getValue() : null;
	}

	private static long batchSize(String name, BsonDocument document) {
		String field = BATCHES.get(name);
		BsonValue operations = (field != null) ? document.get(field) : null;
		return (operations != null && operations.isArray()) ? operations.asArray().size() : -1;
	}

	// A write that the server refused is an answer of a command that succeeded.
	private static @Nullable String writeError(BsonDocument response) {
		try {
			BsonValue errors = response.get("writeErrors");
			BsonArray array = (errors != null && errors.isArray()) ? errors.asArray() : null;
			if (array == null || array.isEmpty()) {
				return null;
			}
			return Integer.toString(array.get(0).asDocument().getNumber("code").intValue());
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	private record OpenCommand(Context context, DatabaseOperation operation) {

	}

	private record Command(ServerAddress server, String database, String name, @Nullable String collection) {

		DatabaseOperation operation() {
			return DatabaseOperation.of(
					new DatabaseTarget(SYSTEM, this.database, this.server.getHost(), (long) this.server.getPort()),
					this.name, this.collection);
		}

	}

}
