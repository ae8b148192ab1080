// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.jms;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jms.core.JmsClient;
import org.springframework.jms.core.JmsTemplate;

import io.otelspring.autoconfigure.TelemetrySection;
import io.otelspring.test.ByteCollector;
import io.otelspring.test.Patience;
import io.otelspring.test.PlantedSecrets;
import io.otelspring.test.StarterLog;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Secrets in what goes to a broker, in what comes back, and in how it is reached: none is
 * exported, printed by the starter or shown.
 */
@ExtendWith(OutputCaptureExtension.class)
class PlantedSecretsTests {

	private final PlantedSecrets planted = new PlantedSecrets();

	private final List<SecretsApplication.Step> steps = new ArrayList<>();

	@Test
	void nothingIsExportedPrintedOrShown(CapturedOutput output, @TempDir Path directory) throws Exception {
		StarterLog log = new StarterLog(directory);
		String shown;
		int failures;
		try (EmbeddedBroker broker = EmbeddedBroker.start("vm://9"); ByteCollector collector = new ByteCollector()) {
			try (ConfigurableApplicationContext context = run(collector, log)) {
				messages(context.getBean(JmsTemplate.class), context.getBean(JmsClient.class));
				selectors(context.getBean(JmsTemplate.class));
				brokers();
				failures = runAll(context);
				for (String queue : SecretsApplication.FAILING) {
					Patience.await("a span of " + queue, () -> collector.received().contains("process " + queue));
				}
				shown = shown(context);
			}
			assertThat(failures).isGreaterThanOrEqualTo(8);
			assertThat(this.planted.size()).isGreaterThan(50);
			String received = collector.received();
			assertThat(List.of("send secret-texts", "process secret-texts", "receive secret-pulled",
					"messaging.client.sent.messages", "messaging.process.duration", "exception.stacktrace", "REDACTED"))
				.allMatch(received::contains);
			assertThat(shown).isNotEmpty();
			this.planted.assertAbsentFrom(Map.of("what was exported", received, "what is shown", shown, "the terminal",
					output.getAll(), "the lines of the starter", log.ofTheStarter()));
		}
	}

	private ConfigurableApplicationContext run(ByteCollector collector, StarterLog log) {
		List<String> arguments = new ArrayList<>(List.of("--shop.user=" + this.planted.in("user of the broker"),
				"--shop.password=" + this.planted.in("password of the broker"),
				"--spring.artemis.password=" + this.planted.in("property spring.artemis.password"),
				"--spring.jms.template.receive-timeout=1m", "--otel.exporter.otlp.endpoint=" + collector.endpoint(),
				"--otel.traces.exporter=otlp,console", "--otel.metrics.exporter=otlp,console",
				"--otel.logs.exporter=otlp,console", "--otel.bsp.schedule.delay=50ms",
				"--otel.export.shutdown-timeout=1m", "--spring.main.banner-mode=off",
				// The broker runs in this process, too
				"--logging.level.org.apache.activemq.artemis.core.server=off",
				// Ids are recorded unless they are named here
				"--otel.redaction.attributes=messaging.message.conversation_id"));
		arguments.addAll(log.arguments());
		return new SpringApplicationBuilder(SecretsApplication.class).run(arguments.toArray(String[]::new));
	}

	private void messages(JmsTemplate template, JmsClient client) {
		for (String queue : Stream
			.concat(SecretsApplication.FAILING.stream(), Stream.of("secret-texts", "secret-pulled"))
			.toList()) {
			String text = this.planted.in("text for " + queue);
			String id = this.planted.in("id of a conversation for " + queue);
			String type = this.planted.in("type of a message for " + queue);
			String header = this.planted.in("property for " + queue);
			String traceparent = this.planted.in("wrong traceparent for " + queue);
			this.steps.add(() -> template.convertAndSend(queue, text, (message) -> {
				message.setJMSCorrelationID(id);
				message.setJMSType(type);
				message.setStringProperty("authorization", header);
				message.setStringProperty("traceparent", traceparent);
				return message;
			}));
			String entry = this.planted.in("entry for " + queue);
			this.steps.add(() -> template.send(queue, (session) -> {
				MapMessage message = session.createMapMessage();
				message.setString("entry", entry);
				return message;
			}));
			String object = this.planted.in("object for " + queue);
			this.steps.add(() -> template.send(queue, (session) -> session.createObjectMessage(object)));
			String bytes = this.planted.in("bytes for " + queue);
			this.steps.add(() -> client.destination(queue).withTimeToLive(60_000).send(bytes.getBytes()));
		}
		this.steps.add(() -> assertThat(template.receive("secret-pulled")).isNotNull());
		String call = this.planted.in("text of a call");
		this.steps.add(() -> {
			Message reply = template.sendAndReceive("secret-calls", (session) -> session.createTextMessage(call));
			assertThat(reply).isNotNull();
		});
		String payload = this.planted.in("object that is no message");
		this.steps.add(() -> template.convertAndSend("secret-texts", new Object() {

			@Override
			public String toString() {
				return payload;
			}

		}));
	}

	private void selectors(JmsTemplate template) {
		for (String selector : List.of("colour = '%s", "colour == '%s'", "%s = = 1", "'%s'")) {
			String complete = selector.formatted(this.planted.in("wrong selector " + selector));
			this.steps.add(() -> template.receiveSelected("secret-pulled", complete));
		}
	}

	private void brokers() {
		for (String url : List.of("tcp://joe:%s@127.0.0.1:1", "tcp://127.0.0.1:1?user=joe&password=%s",
				"tcp://joe:%s@localhost:port", "nothing://joe:%s@localhost", "tcp://joe:%s%%zz@localhost:1",
				"(tcp://joe:%s@127.0.0.1:1,tcp://127.0.0.1:2)?ha=true&reconnectAttempts=0")) {
			String complete = url.formatted(this.planted.in("password in " + url));
			String user = this.planted.in("user for " + url);
			String password = this.planted.in("password for " + url);
			this.steps.add(() -> {
				try (ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory(complete, user, password)) {
					new JmsTemplate(connections).convertAndSend("secret-texts", "x");
				}
			});
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

	private static String shown(ConfigurableApplicationContext context) {
		return context.getBeansOfType(TelemetrySection.class)
			.values()
			.stream()
			.map((section) -> String.valueOf(section.value()))
			.collect(Collectors.joining("\n"));
	}

}
