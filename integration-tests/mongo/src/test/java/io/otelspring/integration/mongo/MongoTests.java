// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.mongo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.event.CommandListener;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;

import io.otelspring.test.ObservedApplication;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.PrintedTraces;
import io.otelspring.test.ReceivedMetric;
import io.otelspring.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application on both drivers and what a collector receives of it. The server is a
 * stand-in that speaks MongoDB's wire protocol, since MongoDB's own cannot be had from
 * the registries.
 */
class MongoTests {

	private static final String SECRET = "correct horse battery staple";

	private static final PrintedTraces printed = PrintedTraces.keep();

	private static OtlpCollector collector;

	private static MongoServer server;

	private static ObservedApplication application;

	private static int port;

	@BeforeAll
	static void start() {
		collector = OtlpCollector.start();
		server = new MongoServer(new MemoryBackend().version(new NewEnough()));
		port = server.bind().getPort();
		application = run("mongodb://localhost:" + port + "/shop", PrintedTraces.ARGUMENT);
	}

	@AfterAll
	static void stop() {
		application.close();
		server.shutdownNow();
		collector.close();
		printed.close();
	}

	@Test
	void eachCommandIsASpanBelowTheCaller() {
		MongoTemplate template = application.bean(MongoTemplate.class);
		ReceivedSpan caller = application.inSpan("register", () -> {
			template.insert(new Person(UUID.randomUUID().toString(), SECRET));
			assertThat(template.find(Query.query(Criteria.where("name").is(SECRET)), Person.class)).isNotEmpty();
		});
		ReceivedSpan insert = collector.awaitChild(caller, "insert person");
		ReceivedSpan find = collector.awaitChild(caller, "find person");
		assertThat(insert.kind()).isEqualTo(ReceivedSpan.Kind.CLIENT);
		assertThat(find.attributes()).containsExactlyInAnyOrderEntriesOf(
				Map.of("db.system.name", "mongodb", "db.namespace", "shop", "db.collection.name", "person",
						"db.operation.name", "find", "server.address", "localhost", "server.port", (long) port));
		assertThat(find.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
		assertThat(collector.children(caller)).hasSize(2);
		printed.areShown("mongodb.md", caller);
	}

	@Test
	void theReactiveDriverKeepsTheParent() {
		ReactiveMongoTemplate template = application.bean(ReactiveMongoTemplate.class);
		ReceivedSpan caller = application.inSpan("reactive",
				() -> template.insert(new Person("2", "reactive"))
					.then(template.findById("2", Person.class))
					.block(Duration.ofMinutes(1)));
		collector.awaitChild(caller, "insert person");
		collector.awaitChild(caller, "find person");
		assertThat(collector.children(caller)).hasSize(2);
	}

	@Test
	void severalWritesAreABatch() {
		MongoTemplate template = application.bean(MongoTemplate.class);
		ReceivedSpan caller = application.inSpan("batch", () -> template
			.insert(List.of(new Person("3", "a"), new Person("4", "b"), new Person("5", "c")), Person.class));
		ReceivedSpan insert = collector.awaitChild(caller);
		assertThat(insert.name()).isEqualTo("BATCH insert person");
		assertThat(insert.attributes()).containsEntry("db.operation.name", "BATCH insert")
			.containsEntry("db.operation.batch.size", 3L);
	}

	@Test
	void aRefusedWriteIsAnError() {
		MongoTemplate template = application.bean(MongoTemplate.class);
		template.insert(new Person("6", "first"));
		ReceivedSpan caller = application.inSpan("refused", () -> assertThatExceptionOfType(DuplicateKeyException.class)
			.isThrownBy(() -> template.insert(new Person("6", SECRET))));
		ReceivedSpan insert = collector.awaitChild(caller);
		assertThat(insert.status()).isEqualTo(ReceivedSpan.StatusCode.ERROR);
		assertThat(insert.attributes()).containsEntry("error.type", "11000")
			.containsEntry("db.response.status_code", "11000");
	}

	@Test
	void aFailedCommandIsAnErrorOnce() {
		MongoTemplate template = application.bean(MongoTemplate.class);
		ReceivedSpan caller = application.inSpan("failed", () -> assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> template.executeCommand("{ unheardOf: 'person', password: '" + SECRET + "' }")));
		ReceivedSpan command = collector.awaitChild(caller);
		assertThat(command.name()).isEqualTo("unheardOf person");
		assertThat(command.status()).isEqualTo(ReceivedSpan.StatusCode.ERROR);
		assertThat(command.attributes()).containsEntry("error.type", "com.mongodb.MongoCommandException")
			.containsKey("db.response.status_code");
		assertThat(command.events()).hasSize(1);
	}

	@Test
	void whatDriversSendToLookAfterConnectionsIsNotRecorded() {
		application.inSpan("connections", () -> application.bean(MongoTemplate.class).executeCommand("{ ping: 1 }"));
		assertThat(collector.spans()).extracting(ReceivedSpan::name)
			.noneMatch((name) -> name.matches("(hello|isMaster|ismaster|ping|endSessions).*"));
	}

	@Test
	void aClientOfTheApplicationsOwnCanBeGivenTheListener() {
		CommandListener listener = application.context()
			.getBean("otelSpringMongoCommandListener", CommandListener.class);
		var settings = com.mongodb.MongoClientSettings.builder()
			.applyConnectionString(new com.mongodb.ConnectionString("mongodb://localhost:" + port))
			.addCommandListener(listener)
			.build();
		try (MongoClient client = MongoClients.create(settings)) {
			ReceivedSpan caller = application.inSpan("own client",
					() -> client.getDatabase("other").getCollection("things").countDocuments());
			ReceivedSpan command = collector.awaitChild(caller);
			assertThat(command.name()).isEqualTo("aggregate things");
		}
	}

	@Test
	void aServerThatIsDownIsTheApplicationsException() {
		try (ObservedApplication down = run(
				"mongodb://joe:" + "hunter2" + "@localhost:1/shop?serverSelectionTimeoutMS=100")) {
			MongoTemplate template = down.bean(MongoTemplate.class);
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> template.findAll(Person.class))
				.withRootCauseInstanceOf(MongoTimeoutException.class);
		}
	}

	@Test
	void durationsAreMeasured() {
		application.bean(MongoTemplate.class).findAll(Person.class);
		ReceivedMetric metric = collector
			.awaitMetric((candidate) -> candidate.name().equals("db.client.operation.duration") && candidate
				.point(Map.of("db.system.name", "mongodb", "db.namespace", "shop", "db.collection.name", "person",
						"db.operation.name", "find", "server.address", "localhost", "server.port", (long) port))
				.isPresent());
		assertThat(metric.unit()).isEqualTo("s");
	}

	@Test
	void switchedOffNothingIsRecorded() {
		try (ObservedApplication off = run("mongodb://localhost:" + port + "/off",
				"--otel.instrumentation.mongo.enabled=false")) {
			off.bean(MongoTemplate.class).findAll(Person.class);
			assertThat(off.context().containsBean("otelSpringMongoCommandListener")).isFalse();
		}
		assertThat(collector.spans()).noneMatch((span) -> "off".equals(span.attribute("db.namespace")));
	}

	@Test
	void noValueLeaves() {
		eachCommandIsASpanBelowTheCaller();
		assertThat(collector.requests()).isNotEmpty();
		assertThat(collector.spans()).noneMatch((span) -> span.toString().contains(SECRET));
		assertThat(collector.spans()).noneMatch((span) -> span.toString().contains("hunter2"));
	}

	private static ObservedApplication run(String uri, String... arguments) {
		List<String> all = new ArrayList<>(List.of("--spring.mongodb.uri=" + uri, "--logging.level.root=warn"));
		all.addAll(List.of(arguments));
		return ObservedApplication.run(collector, Application.class, all.toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	/**
	 * The stand-in calls itself older than what the driver takes.
	 */
	static final class NewEnough implements MongoVersion {

		@Override
		public List<Integer> getVersionArray() {
			return List.of(4, 4, 0);
		}

		@Override
		public int getWireVersion() {
			return 9;
		}

	}

	record Person(@Id String id, String name) {

	}

}
