// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.redaction;

import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Redaction} of spans, log records and the resource.
 */
class RedactionTests {

	private static final String LEAK = "Key (email)=(secret) already exists";

	@Test
	void spanWithoutSecretsIsHandedOnAsItIs() {
		InMemorySpanExporter received = InMemorySpanExporter.create();
		SpanData[] made = new SpanData[1];
		SdkTracerProvider tracers = SdkTracerProvider.builder()
			.addSpanProcessor(SimpleSpanProcessor.create(redaction().spans(received, Integer.MAX_VALUE)))
			.build();
		Span span = tracers.get("test").spanBuilder("span").startSpan();
		span.setAttribute("order.id", "7").addEvent("event");
		made[0] = ((ReadableSpan) span).toSpanData();
		Redaction redaction = redaction();
		redaction.spans(received, Integer.MAX_VALUE).export(List.of(made[0]));
		assertThat(received.getFinishedSpanItems()).singleElement().isSameAs(made[0]);
	}

	@Test
	void wellKnownAttributesOfOthersAreMasked() {
		SpanData span = span(redaction(),
				(made) -> made.setAttribute("url.full", "https://joe:pw@host/p?sig=secret&a=1")
					.setAttribute("url.query", "sig=secret")
					.setAttribute("http.url", "http://pw@host/")
					.setAttribute("db.query.text", "select 'secret'")
					.setAttribute("db.connection_string", "jdbc:postgresql://host/db?user=joe&password=secret")
					.setAttribute(stringArrayKey("http.request.header.authorization"), List.of("Bearer secret"))
					.setAttribute("http.request.header.x_api_key", "secret")
					.setAttribute("url.path", "/a;jsessionid=secret/b"));
		assertThat(span.getAttributes().asMap())
			.containsEntry(stringKey("url.full"), "https://REDACTED:REDACTED@host/p?sig=REDACTED&a=1")
			.containsEntry(stringKey("url.query"), "sig=REDACTED")
			.containsEntry(stringKey("http.url"), "http://REDACTED@host/")
			.containsEntry(stringKey("db.query.text"), "select ?")
			.containsEntry(stringKey("db.connection_string"), "jdbc:postgresql://host/db?user=joe&password=REDACTED")
			.containsEntry(stringArrayKey("http.request.header.authorization"), List.of("REDACTED"))
			.containsEntry(stringKey("http.request.header.x_api_key"), "REDACTED")
			.containsEntry(stringKey("url.path"), "/a;jsessionid=REDACTED/b");
	}

	@Test
	void queriesThatAreNoSqlStay() {
		SpanData span = span(redaction(),
				(made) -> made.setAttribute("db.system.name", "redis").setAttribute("db.query.text", "GET \"a\" 7"));
		assertThat(span.getAttributes().get(stringKey("db.query.text"))).isEqualTo("GET \"a\" 7");
	}

	@Test
	void listedAttributesAreMaskedInSpansEventsAndLinks() {
		SpanContext other = SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
				TraceFlags.getSampled(), TraceState.getDefault());
		SpanData span = span(redaction("customer.email", "*.Token"),
				(made) -> made.setAttribute("customer.email", "secret")
					.setAttribute("CUSTOMER.EMAIL", "secret")
					.setAttribute("api.token", "secret")
					.setAttribute(stringArrayKey("x.token"), List.of("secret", "secret"))
					.setAttribute("long.token", 7)
					.setAttribute("customer.name", "joe")
					.addEvent("event", Attributes.of(stringKey("customer.email"), "secret", stringKey("a"), "b"))
					.addLink(other, Attributes.of(stringKey("customer.email"), "secret")));
		assertThat(span.toString()).doesNotContain("secret");
		assertThat(span.getAttributes().asMap()).containsEntry(stringKey("api.token"), "REDACTED")
			.containsEntry(stringArrayKey("x.token"), List.of("REDACTED", "REDACTED"))
			.containsEntry(stringKey("customer.name"), "joe")
			.doesNotContainKey(longKey("long.token"));
		assertThat(span.getTotalAttributeCount()).isEqualTo(6);
		assertThat(span.getEvents().get(0).getAttributes())
			.isEqualTo(Attributes.of(stringKey("customer.email"), "REDACTED", stringKey("a"), "b"));
		assertThat(span.getLinks().get(0).getAttributes().get(stringKey("customer.email"))).isEqualTo("REDACTED");
	}

	@Test
	void customizersHaveTheLastWordInTheirOrder() {
		List<RedactionCustomizer> customizers = List.of((key, value) -> value.equals("joe") ? "j*" : value,
				(key, value) -> key.getKey().equals("gone") ? null : value,
				(key, value) -> value.equals("j*") ? "**" : value);
		SpanData span = span(new Redaction(properties(), customizers, null),
				(made) -> made.setAttribute("name", "joe").setAttribute("gone", "x").setAttribute("stays", "y"));
		assertThat(span.getAttributes().asMap()).containsEntry(stringKey("name"), "**")
			.containsEntry(stringKey("stays"), "y")
			.doesNotContainKey(stringKey("gone"));
	}

	@Test
	void customizerThatFailsLosesTheValueAndNotTheSpan() {
		List<RedactionCustomizer> customizers = List.of((key, value) -> {
			if (key.getKey().equals("bad")) {
				throw new IllegalStateException("no");
			}
			return key.getKey().equals("wrong") ? Integer.valueOf(1) : value;
		});
		SpanData span = span(new Redaction(properties(), customizers, null),
				(made) -> made.setAttribute("bad", "secret").setAttribute("wrong", "secret").setAttribute("good", "y"));
		assertThat(span.getAttributes()).isEqualTo(Attributes.of(stringKey("good"), "y"));
	}

	@Test
	void exceptionAndStatusOfADatabaseAreCut() {
		SpanData span = span(redaction(), (made) -> {
			SQLException exception = new SQLException(LEAK);
			made.recordException(exception).setStatus(StatusCode.ERROR, exception.getMessage());
		});
		assertThat(span.toString()).doesNotContain("secret");
		assertThat(span.getStatus().getDescription()).isEqualTo("Key …");
		assertThat(span.getEvents().get(0).getAttributes().get(stringKey("exception.stacktrace")))
			.startsWith("java.sql.SQLException: Key …\n\tat ");
	}

	@Test
	void statusOfASpanWithoutTheEventIsCutByItsErrorType() {
		SpanData span = span(redaction(),
				(made) -> made.setAttribute("error.type", "java.sql.SQLException").setStatus(StatusCode.ERROR, LEAK));
		assertThat(span.getStatus().getDescription()).isEqualTo("Key …");
	}

	@Test
	void credentialsInUrlsOfMessagesAreMasked() {
		SpanData span = span(redaction(), (made) -> {
			Exception exception = new IllegalStateException("401 on GET \"http://joe:secret@host/a?sig=secret\": no");
			made.recordException(exception).setStatus(StatusCode.ERROR, exception.getMessage());
		});
		assertThat(span.toString()).doesNotContain("secret");
		assertThat(span.getStatus().getDescription())
			.isEqualTo("401 on GET \"http://REDACTED:REDACTED@host/a?sig=REDACTED\": no");
	}

	@Test
	void logRecordsAreMasked() {
		LogRecordData record = log("test", redaction("user"),
				(made) -> made.setAttribute(stringKey("user"), "secret")
					.setBody("Request failed: " + LEAK)
					.setException(new SQLException(LEAK)));
		assertThat(record.toString()).doesNotContain("secret");
		assertThat(record.getBodyValue()).isNotNull();
		assertThat(record.getBodyValue().asString()).isEqualTo("Request failed: Key …");
		assertThat(record.getAttributes().get(stringKey("user"))).isEqualTo("REDACTED");
	}

	@Test
	void whatHibernateLogsOfAFailedStatementIsCut() {
		LogRecordData record = log("org.hibernate.orm.jdbc.error", redaction(),
				(made) -> made.setBody("ERROR: " + LEAK));
		assertThat(record.getBodyValue()).isNotNull();
		assertThat(record.getBodyValue().asString()).isEqualTo("ERROR: Key …");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"', delimiter = '|', value = {
			"org.springframework.amqp.rabbit.listener.adapter.MessagingMessageListenerAdapter | "
					+ "Future was completed with an exception for (Body:'hunter' MessageProperties [headers={}]) | "
					+ "Future was completed with an exception for …",
			"org.springframework.amqp.rabbit.retry.RejectAndDontRequeueRecoverer | "
					+ "Retries exhausted for message (Body:'hunter' MessageProperties []) | "
					+ "Retries exhausted for message …",
			"org.springframework.amqp.rabbit.listener.BlockingQueueConsumer | Failed to declare queue: 'orders' | "
					+ "Failed to declare queue: 'orders'",
			"org.springframework.jms.listener.DefaultMessageListenerContainer | "
					+ "Rejecting received message because the container was stopped: TextMessage[a=hunter] | "
					+ "Rejecting received message because the container was stopped: TextMessage …",
			"org.springframework.jms.listener.DefaultMessageListenerContainer | "
					+ "Setup failed for destination 'orders' | Setup failed for destination 'orders'",
			"org.apache.activemq.audit.message | User is sending a message: [properties=[a=hunter]] | "
					+ "User is sending a message: …" })
	void messagesThatBrokersLibrariesLogAreCut(String logger, String logged, String kept) {
		LogRecordData record = log(logger, redaction(), (made) -> made.setBody(logged));
		assertThat(record.getBodyValue()).isNotNull();
		assertThat(record.getBodyValue().asString()).isEqualTo(kept);
	}

	@Test
	void otherLogRecordsAreHandedOnAsTheyAre() {
		LogRecordData record = log("test", redaction("user"), (made) -> made.setBody("order 'x' = 7"));
		assertThat(record).isNotInstanceOf(MaskedLogRecord.class);
	}

	@Test
	void resourceIsMaskedOnce() {
		Resource resource = Resource.create(Attributes.of(stringKey("deploy.key"), "secret", stringKey("a"), "b"));
		assertThat(redaction("deploy.*").resource(resource).getAttributes())
			.isEqualTo(Attributes.of(stringKey("deploy.key"), "REDACTED", stringKey("a"), "b"));
		assertThat(redaction().resource(resource)).isSameAs(resource);
	}

	private static RedactionProperties properties(String... attributes) {
		return new RedactionProperties(List.of(), List.of(), List.of(attributes), ExceptionMessages.DATABASE);
	}

	private static Redaction redaction(String... attributes) {
		return new Redaction(properties(attributes), List.of(), RedactionTests.class.getClassLoader());
	}

	private static SpanData span(Redaction redaction, Consumer<Span> record) {
		InMemorySpanExporter received = InMemorySpanExporter.create();
		try (SdkTracerProvider tracers = SdkTracerProvider.builder()
			.addSpanProcessor(SimpleSpanProcessor.create(redaction.spans(received, Integer.MAX_VALUE)))
			.build()) {
			Span span = tracers.get("test").spanBuilder("span").startSpan();
			record.accept(span);
			span.end();
			return received.getFinishedSpanItems().get(0);
		}
	}

	private static LogRecordData log(String logger, Redaction redaction, Consumer<LogRecordBuilder> record) {
		InMemoryLogRecordExporter received = InMemoryLogRecordExporter.create();
		try (SdkLoggerProvider loggers = SdkLoggerProvider.builder()
			.addLogRecordProcessor(SimpleLogRecordProcessor.create(redaction.logs(received, Integer.MAX_VALUE)))
			.build()) {
			LogRecordBuilder builder = loggers.get(logger).logRecordBuilder();
			record.accept(builder);
			builder.emit();
			return received.getFinishedLogRecordItems().get(0);
		}
	}

}
