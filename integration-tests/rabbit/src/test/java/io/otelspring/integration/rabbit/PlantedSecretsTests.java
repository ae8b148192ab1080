// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.rabbit;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.core.MessagePropertiesBuilder;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import io.otelspring.autoconfigure.TelemetrySection;
import io.otelspring.test.ByteCollector;
import io.otelspring.test.Patience;
import io.otelspring.test.PlantedSecrets;
import io.otelspring.test.StarterLog;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Secrets in what goes to RabbitMQ, in what comes back, and in how it is reached: none is
 * exported, printed by the starter or shown.
 */
@ExtendWith(OutputCaptureExtension.class)
class PlantedSecretsTests {

	private final PlantedSecrets planted = new PlantedSecrets();

	private final List<SecretsApplication.Step> steps = new ArrayList<>();

	@Test
	void nothingIsExportedPrintedOrShown(CapturedOutput output, @TempDir Path directory) throws Exception {
		RabbitBroker broker = RabbitBroker.shared();
		StarterLog log = new StarterLog(directory);
		String shown;
		int failures;
		try (ByteCollector collector = new ByteCollector()) {
			try (ConfigurableApplicationContext context = run(broker.port(), collector, log)) {
				messages(context.getBean(RabbitTemplate.class));
				brokers(broker);
				failures = runAll(context);
				await(collector);
				shown = shown(context);
			}
			assertThat(failures).isGreaterThanOrEqualTo(8);
			assertThat(this.planted.size()).isGreaterThan(90);
			String received = collector.received();
			assertThat(List.of("send secret-texts", "process secret-texts", "receive secret-pulled",
					"messaging.client.sent.messages", "messaging.process.duration", "exception.stacktrace", "REDACTED"))
				.allMatch(received::contains);
			assertThat(shown).contains("otel.exporter.otlp.endpoint");
			String lines = log.ofTheStarter();
			this.planted.assertAbsentFrom(Map.of("what was exported", received, "what is shown", shown, "the terminal",
					output.getAll(), "the lines of the starter", lines));
			assertThat(List.of(received, shown, output.getAll(), lines))
				.noneMatch((text) -> text.contains(RabbitBroker.SECRET));
		}
	}

	private ConfigurableApplicationContext run(int port, ByteCollector collector, StarterLog log) {
		List<String> arguments = new ArrayList<>(List.of("--spring.rabbitmq.addresses=" + RabbitBroker.address(port),
				"--spring.rabbitmq.listener.simple.retry.enabled=true",
				"--spring.rabbitmq.listener.simple.retry.initial-interval=10ms",
				"--spring.rabbitmq.template.reply-timeout=1m", "--otel.exporter.otlp.endpoint=" + collector.endpoint(),
				"--otel.bsp.schedule.delay=50ms", "--otel.export.shutdown-timeout=1m", "--spring.main.banner-mode=off",
				"--spring.jmx.enabled=true", "--management.endpoints.jmx.exposure.include=otel",
				// Ids are recorded unless they are named here
				"--otel.redaction.attributes=messaging.message.id,messaging.message.conversation_id"));
		arguments.addAll(log.arguments());
		for (String signal : List.of("traces", "metrics", "logs")) {
			arguments.add("--otel." + signal + ".exporter=otlp,console");
		}
		for (String name : List.of("ssl.key-store-password", "ssl.trust-store-password", "stream.password")) {
			arguments.add("--spring.rabbitmq." + name + "=" + this.planted.in("property " + name));
		}
		return new SpringApplicationBuilder(SecretsApplication.class).run(arguments.toArray(String[]::new));
	}

	private void messages(RabbitTemplate template) {
		for (String queue : SecretsApplication.FAILING) {
			for (int i = 0; i < 2; i++) {
				Message message = message(queue);
				this.steps.add(() -> template.send(queue, message));
			}
		}
		Message text = message("secret-texts");
		this.steps.add(() -> template.send("secret-texts", text));
		Message call = message("secret-calls");
		this.steps.add(() -> assertThat(template.sendAndReceive("secret-calls", call)).isNotNull());
		Message pulled = message("secret-pulled");
		this.steps.add(() -> template.send("secret-pulled", pulled));
		this.steps.add(() -> Patience.await("a message", () -> template.receive("secret-pulled") != null));
		Message nobodys = message("a queue that is not there");
		this.steps.add(() -> template.send("secret-nobodys", nobodys));
		Message lost = message("an exchange that is not there");
		this.steps.add(() -> template.send("secret-nowhere", "", lost));
		String payload = this.planted.in("object that is no message");
		this.steps.add(() -> template.convertAndSend("secret-texts", new Object() {

			@Override
			public String toString() {
				return payload;
			}

		}));
	}

	private Message message(String queue) {
		boolean object = queue.equals("secret-objects");
		MessageProperties properties = MessagePropertiesBuilder.newInstance()
			.setContentType(object ? MessageProperties.CONTENT_TYPE_SERIALIZED_OBJECT
					: queue.equals("secret-json") ? MessageProperties.CONTENT_TYPE_JSON
							: MessageProperties.CONTENT_TYPE_TEXT_PLAIN)
			.setMessageId(this.planted.in("id of a message for " + queue))
			.setCorrelationId(this.planted.in("id of a conversation for " + queue))
			.setHeader("authorization", this.planted.in("header for " + queue))
			.setHeader("nested", Map.of("token", this.planted.in("header in a header for " + queue)))
			.setHeader("traceparent", this.planted.in("wrong traceparent for " + queue))
			.setHeader("baggage", "user=" + this.planted.in("baggage for " + queue))
			.build();
		byte[] body = this.planted.in("body for " + queue).getBytes(StandardCharsets.UTF_8);
		return MessageBuilder.withBody(body).andProperties(properties).build();
	}

	private void brokers(RabbitBroker broker) {
		for (int port : new int[] { broker.port(), 1 }) {
			CachingConnectionFactory connections = new CachingConnectionFactory("localhost", port);
			connections.setUsername(this.planted.in("user at port " + port));
			connections.setPassword(this.planted.in("password at port " + port));
			this.steps.add(() -> send(connections));
		}
		for (String address : List.of("amqp://joe:%s@localhost:1", "amqp://joe:%s@localhost:port",
				"amqp://joe:%s@localhost:1/a/b", "http://joe:%s@localhost", "amqp://joe:%s%%zz@localhost:1")) {
			String uri = address.formatted(this.planted.in("password in " + address));
			this.steps.add(() -> send(new CachingConnectionFactory(URI.create(uri))));
			this.steps.add(() -> {
				CachingConnectionFactory connections = new CachingConnectionFactory("localhost");
				connections.setUri(uri);
				send(connections);
			});
			this.steps.add(() -> {
				CachingConnectionFactory connections = new CachingConnectionFactory("localhost");
				connections.setAddresses(uri);
				send(connections);
			});
		}
		String argument = this.planted.in("argument of a queue");
		CachingConnectionFactory own = new CachingConnectionFactory(broker.foreignClient());
		this.steps.add(() -> {
			try {
				new RabbitAdmin(own)
					.declareQueue(new Queue("secret-texts", false, false, true, Map.of("x-mode", argument)));
			}
			finally {
				own.destroy();
			}
		});
	}

	private static void send(CachingConnectionFactory connections) {
		try {
			new RabbitTemplate(connections).convertAndSend("secret-texts", "x");
		}
		finally {
			connections.destroy();
		}
	}

	private int runAll(ConfigurableApplicationContext context) {
		int failures = 0;
		SecretsApplication.Steps application = context.getBean(SecretsApplication.Steps.class);
		for (SecretsApplication.Step step : this.steps) {
			try {
				application.run(step);
			}
			catch (Exception ex) {
				failures++;
			}
		}
		return failures;
	}

	// Each of two messages is processed when it is processed
	private static void await(ByteCollector collector) throws Exception {
		for (String queue : SecretsApplication.FAILING) {
			Pattern span = Pattern.compile("process " + queue);
			Patience.await("two spans of " + queue, () -> span.matcher(collector.received()).results().count() >= 2);
		}
	}

	private static String shown(ConfigurableApplicationContext context) {
		return context.getBeansOfType(TelemetrySection.class)
			.values()
			.stream()
			.map((section) -> String.valueOf(section.value()))
			.collect(Collectors.joining("\n"));
	}

}
