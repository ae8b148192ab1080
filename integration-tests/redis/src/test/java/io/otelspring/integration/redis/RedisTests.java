// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.RedisSystemException;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import redis.embedded.RedisServer;

import io.otelspring.test.ObservedApplication;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.PrintedTraces;
import io.otelspring.test.ReceivedMetric;
import io.otelspring.test.ReceivedSpan;
import io.otelspring.test.ServerProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Applications with a real Redis and what a collector receives of them.
 */
class RedisTests {

	private static final String SECRET = "correct-horse-battery-staple";

	private static final PrintedTraces printed = PrintedTraces.keep();

	private static OtlpCollector collector;

	private static RedisServer server;

	private static ObservedApplication application;

	private static int port;

	@BeforeAll
	static void start() throws Exception {
		collector = OtlpCollector.start();
		port = ServerProcess.freePort();
		server = RedisServer.newRedisServer().port(port).bind("127.0.0.1").build();
		server.start();
		application = run(Application.class, port, PrintedTraces.ARGUMENT);
	}

	@AfterAll
	static void stop() throws Exception {
		application.close();
		server.stop();
		collector.close();
		printed.close();
	}

	@Test
	void eachCommandIsASpanBelowTheCaller() {
		StringRedisTemplate template = application.bean(StringRedisTemplate.class);
		ReceivedSpan caller = application.inSpan("session", () -> {
			template.opsForValue().set("session:" + SECRET, SECRET);
			assertThat(template.opsForValue().get("session:" + SECRET)).isEqualTo(SECRET);
		});
		collector.awaitChild(caller, "SET");
		ReceivedSpan get = collector.awaitChild(caller, "GET");
		assertThat(get.kind()).isEqualTo(ReceivedSpan.Kind.CLIENT);
		assertThat(get.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
		assertThat(get.attributes()).containsExactlyInAnyOrderEntriesOf(Map.of("db.system.name", "redis",
				"db.operation.name", "GET", "server.address", "127.0.0.1", "server.port", (long) port,
				"network.peer.address", "127.0.0.1", "network.peer.port", (long) port));
		assertThat(collector.children(caller)).hasSize(2);
		printed.areShown("redis.md", caller);
	}

	@Test
	void theReactiveClientKeepsTheParent() {
		ReactiveStringRedisTemplate template = application.bean(ReactiveStringRedisTemplate.class);
		ReceivedSpan caller = application.inSpan("reactive",
				() -> template.opsForValue()
					.set("reactive", "value")
					.then(template.opsForValue().get("reactive"))
					.block(Duration.ofMinutes(1)));
		collector.awaitChild(caller, "SET");
		collector.awaitChild(caller, "GET");
		assertThat(collector.children(caller)).hasSize(2);
	}

	@Test
	void pipelinedCommandsAreChildrenOfTheirCaller() {
		StringRedisTemplate template = application.bean(StringRedisTemplate.class);
		ReceivedSpan caller = application.inSpan("pipeline",
				() -> template.executePipelined((RedisCallback<Object>) (connection) -> {
					connection.stringCommands().set("a".getBytes(), "1".getBytes());
					connection.stringCommands().set("b".getBytes(), "2".getBytes());
					return null;
				}));
		collector.await("both commands",
				() -> Optional.of(collector.children(caller)).filter((spans) -> spans.size() == 2));
	}

	@Test
	void anErrorIsThePrefixOfTheAnswer() {
		StringRedisTemplate template = application.bean(StringRedisTemplate.class);
		template.opsForValue().set("text", SECRET);
		ReceivedSpan caller = application.inSpan("error", () -> assertThatExceptionOfType(RedisSystemException.class)
			.isThrownBy(() -> template.opsForList().leftPush("text", SECRET)));
		ReceivedSpan push = collector.awaitChild(caller);
		assertThat(push.status()).isEqualTo(ReceivedSpan.StatusCode.ERROR);
		assertThat(push.attributes()).containsEntry("error.type", "WRONGTYPE")
			.containsEntry("db.response.status_code", "WRONGTYPE");
	}

	@Test
	void aScriptIsNamedByItsDigest() {
		StringRedisTemplate template = application.bean(StringRedisTemplate.class);
		RedisScript<String> script = RedisScript.of("return '" + SECRET + "'", String.class);
		template.execute(script, List.of());
		ReceivedSpan caller = application.inSpan("script", () -> template.execute(script, List.of()));
		ReceivedSpan evaluation = collector.awaitChild(caller);
		assertThat(evaluation.attributes()).containsEntry("db.operation.name", "EVALSHA")
			.containsEntry("db.stored_procedure.name", script.getSha1());
	}

	@Test
	void aConnectionFactoryOfTheApplicationsOwnIsRecorded() {
		try (ObservedApplication own = run(OwnFactory.class, port)) {
			StringRedisTemplate template = own.bean(StringRedisTemplate.class);
			ReceivedSpan caller = application.inSpan("own factory", () -> template.hasKey("own"));
			assertThat(collector.awaitChild(caller).attributes()).containsEntry("db.operation.name", "EXISTS");
		}
	}

	@Test
	void aClientOnTheResourcesBeanIsRecorded() {
		assertThat(application.bean(ClientResources.class)).isInstanceOf(DefaultClientResources.class);
		RedisClient client = RedisClient.create(application.bean(ClientResources.class), "redis://127.0.0.1:" + port);
		try (StatefulRedisConnection<String, String> connection = client.connect()) {
			ReceivedSpan caller = application.inSpan("plain", () -> connection.sync().strlen("none"));
			assertThat(collector.awaitChild(caller).attributes()).containsEntry("db.operation.name", "STRLEN");
		}
		finally {
			client.shutdown();
		}
	}

	@Test
	void bootsOwnMeterStaysWithoutASecondSpan() {
		StringRedisTemplate template = application.bean(StringRedisTemplate.class);
		ReceivedSpan caller = application.inSpan("meter", () -> template.opsForValue().increment("counter"));
		collector.awaitChild(caller);
		assertThat(collector.children(caller)).hasSize(1);
		collector.await("Boot's meter",
				() -> application.bean(MeterRegistry.class)
					.getMeters()
					.stream()
					.filter((meter) -> meter.getId().getName().startsWith("lettuce"))
					.findAny());
	}

	@Test
	void whatLettuceSendsToLookAfterConnectionsIsNotRecorded() {
		eachCommandIsASpanBelowTheCaller();
		assertThat(collector.spans()).extracting(ReceivedSpan::name)
			.noneMatch((name) -> name.matches("(HELLO|CLIENT|AUTH|PING|SELECT).*"));
	}

	@Test
	void aServerThatIsDownIsTheApplicationsException() {
		try (ObservedApplication down = run(Application.class, 1)) {
			StringRedisTemplate template = down.bean(StringRedisTemplate.class);
			assertThatExceptionOfType(RedisConnectionFailureException.class).isThrownBy(() -> template.hasKey("none"));
		}
	}

	@Test
	void durationsAreMeasured() {
		application.bean(StringRedisTemplate.class).hasKey("measured");
		ReceivedMetric metric = collector.awaitMetric(
				(candidate) -> candidate.name().equals("db.client.operation.duration") && candidate
					.point(Map.of("db.system.name", "redis", "db.operation.name", "EXISTS", "server.address",
							"127.0.0.1", "server.port", (long) port))
					.isPresent());
		assertThat(metric.unit()).isEqualTo("s");
	}

	@Test
	void switchedOffNothingIsRecorded() {
		ReceivedSpan caller;
		try (ObservedApplication off = run(Application.class, port, "--otel.instrumentation.redis.enabled=false")) {
			caller = off.inSpan("off", () -> off.bean(StringRedisTemplate.class).hasKey("none"));
		}
		assertThat(collector.children(caller)).isEmpty();
	}

	@Test
	void noKeyAndNoValueLeaves() throws DataAccessException {
		eachCommandIsASpanBelowTheCaller();
		anErrorIsThePrefixOfTheAnswer();
		assertThat(collector.spans()).noneMatch((span) -> span.toString().contains(SECRET));
	}

	@Test
	void threadsEndWithTheContext() {
		for (Class<?> type : List.of(Application.class, OwnFactory.class)) {
			Set<Thread> before = lettuceThreads();
			Set<Thread> own;
			try (ObservedApplication other = run(type, port)) {
				other.bean(StringRedisTemplate.class).hasKey("none");
				own = lettuceThreads();
				own.removeAll(before);
				assertThat(own).isNotEmpty();
			}
			collector.await("the end of the threads",
					() -> own.stream().noneMatch(Thread::isAlive) ? Optional.of(own) : Optional.empty());
		}
	}

	private static Set<Thread> lettuceThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("lettuce"))
			.collect(Collectors.toSet());
	}

	private static ObservedApplication run(Class<?> type, int port, String... arguments) {
		List<String> all = new ArrayList<>(List.of("--spring.data.redis.port=" + port,
				"--spring.data.redis.host=127.0.0.1", "--logging.level.root=warn"));
		all.addAll(List.of(arguments));
		return ObservedApplication.run(collector, type, all.toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class OwnFactory {

		@Bean
		LettuceConnectionFactory own() {
			return new LettuceConnectionFactory("127.0.0.1", port);
		}

	}

}
