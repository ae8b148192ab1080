// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.mongo;

import com.mongodb.ServerAddress;
import com.mongodb.connection.ClusterId;
import com.mongodb.connection.ConnectionDescription;
import com.mongodb.connection.ServerId;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import io.opentelemetry.instrumentation.mongo.v3_1.MongoTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.otelspring.autoconfigure.DroppingSdk;
import io.otelspring.autoconfigure.db.DatabaseTelemetry;
import io.otelspring.test.AllocatedBytes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What recording a command allocates, beside OpenTelemetry's own library.
 */
@Tag("allocation")
class MongoAllocationTests {

	private static final ConnectionDescription CONNECTION = new ConnectionDescription(
			new ServerId(new ClusterId(), new ServerAddress("localhost", 27017)));

	private static final BsonDocument COMMAND = BsonDocument
		.parse("{ find: 'person', filter: { name: 'x', age: 3 }, limit: 1, $db: 'shop' }");

	private static final BsonDocument RESPONSE = BsonDocument.parse("{ ok: 1 }");

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aCommandAllocatesAtMostHalfOfTheLibrarys(boolean sampled) {
		OpenTelemetrySdk sdk = DroppingSdk.create(sampled ? Sampler.alwaysOn() : Sampler.alwaysOff());
		CommandListener recording = new RecordingCommandListener(new DatabaseTelemetry(sdk, "io.otelspring.mongo"));
		CommandListener library = MongoTelemetry.create(sdk).createCommandListener();
		AllocatedBytes bare = AllocatedBytes.of("bare", () -> call(new CommandListener() {
		}));
		AllocatedBytes ours = AllocatedBytes.of("ours", () -> call(recording));
		AllocatedBytes theirs = AllocatedBytes.of("theirs", () -> call(library));
		AllocatedBytes.measure(() -> assertThat(ours.beyond(bare)).isLessThanOrEqualTo(theirs.beyond(bare) / 2), bare,
				ours, theirs);
	}

	private static void call(CommandListener listener) {
		listener.commandStarted(new CommandStartedEvent(null, 1, 1, CONNECTION, "shop", "find", COMMAND));
		listener.commandSucceeded(new CommandSucceededEvent(null, 1, 1, CONNECTION, "shop", "find", RESPONSE, 1000));
	}

}
