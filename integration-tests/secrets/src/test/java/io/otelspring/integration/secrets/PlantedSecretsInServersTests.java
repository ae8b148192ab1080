// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.secrets;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.data.mongodb.core.query.BasicQuery;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

import io.otelspring.autoconfigure.TelemetryFlush;
import io.otelspring.test.ByteCollector;
import io.otelspring.test.Patience;
import io.otelspring.test.PlantedSecrets;
import io.otelspring.test.StarterLog;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Secrets in what goes to Kafka, Redis and MongoDB, in what comes back, and in how they
 * are reached: none is exported, printed by the starter or shown.
 */
@ExtendWith(OutputCaptureExtension.class)
class PlantedSecretsInServersTests {

	private static final String JAAS = "org.apache.kafka.common.security.plain.PlainLoginModule required "
			+ "username=\"%s\" password=\"%s\";";

	private final PlantedSecrets planted = new PlantedSecrets();

	private final HttpClient http = HttpClient.newHttpClient();

	private final Map<String, Object> properties = new LinkedHashMap<>();

	private final List<ServersApplication.Step> steps = ServersApplication.Steps.STEPS;

	private int read;

	@Test
	void nothingIsExportedPrintedOrShown(CapturedOutput output, @TempDir Path directory) throws Exception {
		StarterLog log = new StarterLog(directory);
		String redisPassword = this.planted.in("password of Redis");
		try (Servers servers = new Servers(redisPassword); ByteCollector collector = new ByteCollector()) {
			configure(servers, collector.port(), log, redisPassword);
			this.steps.clear();
			messages();
			brokers(servers);
			redis(servers);
			mongo(servers);
			String shown;
			int failures;
			try (ServletWebServerApplicationContext context = run()) {
				int port = context.getWebServer().getPort();
				failures = callAll(port);
				await(log);
				context.getBean(TelemetryFlush.class).flush(Duration.ofMinutes(1));
				shown = shown(port);
			}
			assertThat(failures).isGreaterThan(12);
			assertThat(this.planted.size()).isGreaterThan(60);
			String received = collector.received();
			assertThat(received).contains("send texts", "process texts", "process numbers", "process json", "HSET",
					"EVAL", "insert person", "find person", "messaging.client.sent.messages",
					"db.client.operation.duration", "exception.stacktrace");
			String lines = log.ofTheStarter();
			this.planted.assertAbsentFrom(Map.of("what was exported", received, "what is shown", shown, "the terminal",
					output.getAll(), "the lines of the starter", lines));
		}
	}

	private void configure(Servers servers, int port, StarterLog log, String redisPassword) {
		this.properties
			.putAll(properties("server.port", "0", "spring.main.banner-mode", "off", "otel.exporter.otlp.endpoint",
					"http://localhost:" + port, "management.endpoints.web.exposure.include", "otel,health",
					"management.endpoint.health.show-details", "always", "spring.datasource.url", "jdbc:h2:mem:servers",
					// The servers run in this process, too
					"logging.level.de.bwaldvogel", "off", "logging.level.kafka", "off",
					// Keys are recorded unless they are named here
					"otel.redaction.attributes", "messaging.kafka.message.key"));
		this.properties.putAll(log.properties());
		for (String signal : List.of("traces", "metrics", "logs")) {
			this.properties.put("otel." + signal + ".exporter", "otlp,console");
		}
		this.properties.put("spring.kafka.bootstrap-servers", servers.kafka());
		this.properties.put("spring.kafka.consumer.group-id", "shop");
		this.properties.put("spring.kafka.consumer.auto-offset-reset", "earliest");
		this.properties.put("spring.kafka.properties.sasl.jaas.config", jaas("all clients"));
		this.properties.put("spring.kafka.producer.properties.sasl.jaas.config", jaas("producers"));
		this.properties.put("spring.kafka.consumer.properties.sasl.jaas.config", jaas("consumers"));
		for (String name : List.of("ssl.keystore.password", "ssl.key.password", "ssl.truststore.password",
				"basic.auth.user.info", "schema.registry.url")) {
			this.properties.put("spring.kafka.properties." + name,
					"http://joe:" + this.planted.in("property of Kafka's clients " + name) + "@localhost");
		}
		this.properties.put("spring.data.redis.url",
				"redis://default:" + redisPassword + "@127.0.0.1:" + servers.redis());
		this.properties.put("spring.mongodb.uri", "mongodb://localhost:" + servers.mongo() + "/shop");
		this.properties.put("spring.data.mongodb.uri",
				"mongodb://joe:" + this.planted.in("password in a URI of MongoDB") + "@localhost:1/shop");
	}

	private static Map<String, Object> properties(String... namesAndValues) {
		Map<String, Object> properties = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			properties.put(namesAndValues[i], namesAndValues[i + 1]);
		}
		return properties;
	}

	private String jaas(String whose) {
		return JAAS.formatted(this.planted.in("SASL user of " + whose), this.planted.in("SASL password of " + whose));
	}

	private ServletWebServerApplicationContext run() {
		return (ServletWebServerApplicationContext) new SpringApplicationBuilder(ServersApplication.class)
			.properties(this.properties)
			.run();
	}

	private void messages() {
		for (String topic : List.of("texts", "numbers", "orders", "failing", "json", "decimals")) {
			for (int i = 0; i < 2; i++) {
				ProducerRecord<String, String> message = message(topic);
				this.steps.add((beans) -> beans.kafka().send(message).get(1, TimeUnit.MINUTES));
			}
		}
		this.read = 2;
		ProducerRecord<String, String> asynchronous = message("texts");
		this.read++;
		this.steps.add((beans) -> beans.kafka().send(asynchronous));
		ProducerRecord<String, String> wrong = message("no topic at all");
		this.steps.add((beans) -> beans.kafka().send(wrong).get(1, TimeUnit.MINUTES));
		String tooLarge = this.planted.in("message that is too large").repeat(200_000);
		this.steps.add((beans) -> beans.kafka().send("texts", tooLarge).get(1, TimeUnit.MINUTES));
	}

	private ProducerRecord<String, String> message(String topic) {
		ProducerRecord<String, String> message = new ProducerRecord<>(topic, this.planted.in("key for " + topic),
				this.planted.in("value for " + topic));
		message.headers()
			.add("authorization", this.planted.in("header for " + topic).getBytes(StandardCharsets.UTF_8))
			.add("traceparent", this.planted.in("wrong traceparent for " + topic).getBytes(StandardCharsets.UTF_8));
		return message;
	}

	private void brokers(Servers servers) {
		Map<String, Object> refused = Map.of("bootstrap.servers", servers.kafka(), "security.protocol",
				"SASL_PLAINTEXT", "sasl.mechanism", "PLAIN", "sasl.jaas.config", jaas("a refused client"),
				"max.block.ms", "500", "key.serializer", StringSerializer.class, "value.serializer",
				StringSerializer.class);
		ProducerRecord<String, String> message = message("texts");
		this.steps.add((beans) -> {
			DefaultKafkaProducerFactory<String, String> factory = new DefaultKafkaProducerFactory<>(refused);
			try {
				new KafkaTemplate<>(factory).send(message).get(1, TimeUnit.MINUTES);
			}
			finally {
				factory.destroy();
			}
		});
		for (String wrong : List.of("required password=\"%s\";", "PlainLoginModule %s password=\"x\";",
				"PlainLoginModule required password=\"%s", "PlainLoginModule required %s;")) {
			String config = wrong.formatted(this.planted.in("wrong SASL configuration " + wrong));
			this.steps.add((beans) -> {
				Map<String, Object> all = new LinkedHashMap<>(refused);
				all.put("sasl.jaas.config", config);
				new KafkaProducer<String, String>(all).close();
			});
		}
	}

	private void redis(Servers servers) {
		String key = this.planted.in("key");
		String value = this.planted.in("value");
		this.steps.add((beans) -> beans.redis().opsForValue().set(key, value));
		this.steps.add((beans) -> beans.redis().opsForHash().put("hash" + key, this.planted.in("field"), value));
		this.steps.add((beans) -> beans.redis().opsForValue().increment(key));
		this.steps.add((beans) -> beans.redis().opsForList().rightPush(key, value));
		this.steps.add((beans) -> beans.redis().keys("*" + value + "*"));
		this.steps.add((beans) -> beans.redis().convertAndSend("channel" + value, value));
		for (String script : List.of("return redis.call('get', KEYS[1])",
				"return redis.error_reply('ERR no user \\'' .. ARGV[1] .. '\\'')",
				"return redis.call('incrby', KEYS[1], ARGV[1])", "error(ARGV[1])", "this is no script")) {
			String argument = this.planted.in("argument of a script " + script);
			String text = script + " -- " + this.planted.in("text of a script " + script);
			this.steps
				.add((beans) -> beans.redis().execute(RedisScript.of(text, String.class), List.of(key), argument));
		}
		for (List<String> command : List.of(List.of("NOPE", "%s"), List.of("CONFIG", "SET", "nothing", "%s"),
				List.of("AUTH", "joe", "%s"), List.of("AUTH", "%s"), List.of("HELLO", "3", "AUTH", "default", "%s"),
				List.of("ACL", "SETUSER", "joe", ">%s", "wrong"), List.of("SET", "a", "%s", "wrong"),
				List.of("EXPIRE", "a", "%s"), List.of("CLIENT", "SETNAME", "a %s"))) {
			String secret = this.planted.in("command " + command);
			byte[][] arguments = command.stream()
				.skip(1)
				.map((argument) -> argument.formatted(secret).getBytes(StandardCharsets.UTF_8))
				.toArray(byte[][]::new);
			this.steps.add((beans) -> beans.redis()
				.execute((RedisCallback<Object>) (connection) -> connection.execute(command.get(0), arguments)));
		}
		String wrong = this.planted.in("wrong password of Redis");
		this.steps.add((beans) -> connect(servers.redis(), this.planted.in("user of Redis"), wrong));
		this.steps.add((beans) -> connect(1, this.planted.in("user of an unreachable Redis"), wrong));
		String url = "redis://joe:" + this.planted.in("password in a wrong URL of Redis") + "@localhost:port";
		this.steps.add((beans) -> io.lettuce.core.RedisClient.create(url).connect());
		this.steps.add((beans) -> beans.logger().warn("cannot reach " + url));
	}

	private static void connect(int port, String user, String password) {
		RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration("127.0.0.1", port);
		configuration.setUsername(user);
		configuration.setPassword(password);
		LettuceConnectionFactory factory = new LettuceConnectionFactory(configuration);
		factory.afterPropertiesSet();
		factory.start();
		try {
			new StringRedisTemplate(factory).opsForValue().get("a");
		}
		finally {
			factory.destroy();
		}
	}

	private void mongo(Servers servers) {
		String id = this.planted.in("id of a document");
		String name = this.planted.in("field of a document");
		Document document = new Document("_id", id).append("name", name);
		for (int i = 0; i < 2; i++) {
			this.steps.add((beans) -> beans.mongo().insert(new Document(document), "person"));
		}
		this.steps
			.add((beans) -> beans.mongo().find(Query.query(Criteria.where("name").is(name)), Document.class, "person"));
		for (String query : List.of("{ name: { $nope: '%s' } }", "{ $where: '%s' }", "{ name: { $regex: '[%s' } }",
				"{ '$%s': 1 }")) {
			String secret = this.planted.in("query " + query);
			this.steps
				.add((beans) -> beans.mongo().find(new BasicQuery(query.formatted(secret)), Document.class, "person"));
		}
		for (String command : List.of("{ unheardOf: 'person', password: '%s' }", "{ createUser: 'joe', pwd: '%s' }",
				"{ no json %s")) {
			String secret = this.planted.in("command " + command);
			this.steps.add((beans) -> beans.mongo().executeCommand(command.formatted(secret)));
		}
		for (String uri : List.of("mongodb://joe:%s@localhost:" + servers.mongo() + "/?serverSelectionTimeoutMS=500",
				"mongodb://joe:%s@localhost:1/?serverSelectionTimeoutMS=300", "mongodb://joe:%s@@localhost",
				"mongodb://joe:%s@localhost:port")) {
			String complete = uri.formatted(this.planted.in("password in " + uri));
			this.steps.add((beans) -> {
				try (MongoClient client = MongoClients.create(complete)) {
					client.getDatabase("shop").getCollection("person").insertOne(new Document("name", name));
				}
			});
		}
	}

	private int callAll(int port) throws Exception {
		int failures = 0;
		for (int i = 0; i < this.steps.size(); i++) {
			failures += get(port, "/step/" + i).startsWith("5") ? 1 : 0;
		}
		return failures;
	}

	// Listeners are called when they are called
	private void await(StarterLog log) throws Exception {
		Patience.await("a call of each listener", () -> ServersApplication.Listeners.READ.get() >= this.read
				&& log.all().split("exhausted for", -1).length > 10);
	}

	private String shown(int port) throws Exception {
		StringBuilder shown = new StringBuilder(get(port, "/actuator/otel"));
		for (String section : List.of("sdk", "signals", "instrumentations", "configuration", "findings")) {
			shown.append(get(port, "/actuator/otel/" + section));
		}
		return shown.append(get(port, "/actuator/health/otel")).toString();
	}

	private String get(int port, String path) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build();
		var response = this.http.send(request, BodyHandlers.ofString());
		return response.statusCode() + " " + response.body();
	}

}
