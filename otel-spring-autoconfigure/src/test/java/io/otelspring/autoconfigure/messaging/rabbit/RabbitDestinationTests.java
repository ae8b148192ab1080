// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.rabbit;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.observation.ObservationCollector;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.otelspring.autoconfigure.ExportThread;
import io.otelspring.autoconfigure.Suppression;
import io.otelspring.autoconfigure.TelemetrySource;
import io.otelspring.autoconfigure.messaging.MessagingTelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RabbitDestination}, by what {@link RecordingCollector} records.
 */
class RabbitDestinationTests {

	@RegisterExtension
	static final OpenTelemetryExtension telemetry = OpenTelemetryExtension.create();

	private final RabbitTelemetry rabbit = new RabbitTelemetry(
			new TelemetrySource<>(() -> new MessagingTelemetry(telemetry.getOpenTelemetry(), "io.otelspring.rabbit")));

	private final RecordingCollector collector = new RecordingCollector(this.rabbit);

	@ParameterizedTest
	@CsvSource({ "shop,created,send shop,shop:created", "shop,'',send shop,shop", "'',orders,send orders,orders",
			"'','',send amq.default,amq.default", "'',amq.gen-x,send,amq.gen-x",
			"'',amq.rabbitmq.reply-to.g2,send,amq.rabbitmq.reply-to.g2" })
	void sendingIsNamedByExchangeOrQueue(String exchange, String routingKey, String name, String destination)
			throws IOException {
		publish(exchange, routingKey, null);
		assertThat(span().getName()).isEqualTo(name);
		assertThat(span().getAttributes().get(AttributeKey.stringKey("messaging.destination.name")))
			.isEqualTo(destination);
	}

	@ParameterizedTest
	@ValueSource(strings = { "amq.gen-JzTY", "spring.gen-rw", "news.anonymous.x1",
			"d63f2a8e-30a0-4c0c-8d9b-2f1c3d4e5f60", "amq.rabbitmq.reply-to" })
	void namesThatAreMadeUpAreKnown(String queue) {
		assertThat(RabbitDestination.isAnonymous(queue)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "orders", "amq.topic", "one-two-three-four-five-six-seven-ei8" })
	void otherNamesAreNot(String queue) {
		assertThat(RabbitDestination.isAnonymous(queue)).isFalse();
	}

	@Test
	void aServerIsKnownByTheNameThatWasConnectedTo() throws Exception {
		InetAddress named = InetAddress.getByAddress("broker.example", new byte[] { 127, 0, 0, 7 });
		this.rabbit.servers().connected(named, 5672);
		assertThat(this.rabbit.servers().get("127.0.0.7", 5672))
			.isEqualTo(new RabbitServer("broker.example", "127.0.0.7", 5672));
		assertThat(this.rabbit.servers().get("127.0.0.8", 5672))
			.isEqualTo(new RabbitServer("127.0.0.8", "127.0.0.8", 5672));
	}

	@Test
	void headersAreReplacedAndTheApplicationsStay() throws IOException {
		Map<String, Object> headers = Map.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
				"tracestate", "old=1", "own", 5);
		AMQP.BasicProperties sent = publish("", "orders", new AMQP.BasicProperties.Builder().headers(headers).build());
		assertThat(sent.getHeaders()).containsEntry("own", 5)
			.doesNotContainKey("tracestate")
			.hasEntrySatisfying("traceparent", (value) -> assertThat(value.toString()).contains(span().getSpanId()));
	}

	@Test
	void aFailureIsTheSameExceptionAndOnTheSpan() {
		IOException failure = new IOException("closed");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.collector.publish((properties) -> {
			throw failure;
		}, publishOf("", "orders"), null, new byte[0], null)).isSameAs(failure);
		assertThat(span().getEvents()).hasSize(1);
		assertThat(span().getAttributes().get(AttributeKey.stringKey("error.type")))
			.isEqualTo(IOException.class.getName());
	}

	@Test
	void inASuppressedContextOnlyHeadersAreWritten() throws IOException {
		try (Scope scope = Suppression.suppress(Context.root()).makeCurrent()) {
			AMQP.BasicProperties sent = publish("", "orders", null);
			assertThat(sent.getHeaders().get("traceparent").toString()).endsWith("-00");
		}
		assertThat(telemetry.getSpans()).isEmpty();
	}

	@Test
	void whatAnExporterSendsIsNotTouched() {
		AMQP.BasicProperties properties = new AMQP.BasicProperties();
		AtomicReference<AMQP.BasicProperties> sent = new AtomicReference<>();
		ExportThread.wrap(() -> {
			try {
				this.collector.publish(sent::set, publishOf("", "orders"), properties, new byte[0], null);
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}).run();
		assertThat(sent.get()).isSameAs(properties);
		assertThat(telemetry.getSpans()).isEmpty();
	}

	@Test
	void theSpanIsCurrentWhileItIsSent() throws IOException {
		AtomicReference<Span> current = new AtomicReference<>();
		this.collector.publish((properties) -> current.set(Span.current()), publishOf("", "orders"), null, new byte[0],
				null);
		assertThat(current.get().getSpanContext().getSpanId()).isEqualTo(span().getSpanId());
		assertThat(Span.current().getSpanContext().isValid()).isFalse();
	}

	private AMQP.BasicProperties publish(String exchange, String routingKey, AMQP.BasicProperties properties)
			throws IOException {
		AtomicReference<AMQP.BasicProperties> sent = new AtomicReference<>();
		ObservationCollector.PublishCall call = sent::set;
		this.collector.publish(call, publishOf(exchange, routingKey), properties, new byte[0], null);
		return sent.get();
	}

	private static AMQP.Basic.Publish publishOf(String exchange, String routingKey) {
		return new AMQP.Basic.Publish.Builder().exchange(exchange).routingKey(routingKey).build();
	}

	private static SpanData span() {
		List<SpanData> spans = telemetry.getSpans();
		assertThat(spans).hasSize(1);
		return spans.get(0);
	}

}
