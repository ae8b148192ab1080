// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.kafka;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

import io.otelspring.autoconfigure.ExportThread;
import io.otelspring.autoconfigure.Suppression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link RecordingProducer}.
 */
class RecordingProducerTests {

	private final RecordedKafka recorded = new RecordedKafka();

	private final MockProducer<String, String> broker = new MockProducer<>(false, null, new StringSerializer(),
			new StringSerializer());

	private final Producer<String, String> producer = producer(this.recorded);

	private Producer<String, String> producer(RecordedKafka recorded) {
		return new RecordingProducer<>(this.broker, recorded.source, new BrokerAddress("kafka.example", 9092));
	}

	@Test
	void theSpanEndsWithTheAcknowledgement() throws Exception {
		Future<RecordMetadata> future = this.producer.send(new ProducerRecord<>("orders", "4711", "payload"));
		assertThat(this.recorded.spans()).isEmpty();
		this.broker.completeNext();
		assertThat(future.get().offset()).isZero();
		SpanData span = this.recorded.span();
		assertThat(span.getName()).isEqualTo("send orders");
		assertThat(span.getKind()).isEqualTo(SpanKind.PRODUCER);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span.getAttributes().asMap()).hasSize(9)
			.containsEntry(AttributeKey.stringKey("messaging.system"), "kafka")
			.containsEntry(AttributeKey.stringKey("messaging.operation.name"), "send")
			.containsEntry(AttributeKey.stringKey("messaging.operation.type"), "send")
			.containsEntry(AttributeKey.stringKey("messaging.destination.name"), "orders")
			.containsEntry(AttributeKey.stringKey("messaging.destination.partition.id"), "0")
			.containsEntry(AttributeKey.longKey("messaging.kafka.offset"), 0L)
			.containsEntry(AttributeKey.stringKey("messaging.kafka.message.key"), "4711")
			.containsEntry(AttributeKey.stringKey("server.address"), "kafka.example")
			.containsEntry(AttributeKey.longKey("server.port"), 9092L);
		assertThat(this.recorded.metric("messaging.client.operation.duration").getHistogramData().getPoints())
			.singleElement()
			.satisfies((point) -> assertThat(point.getAttributes().asMap()).hasSize(5)
				.containsEntry(AttributeKey.stringKey("messaging.destination.name"), "orders"));
		assertThat(this.recorded.metric("messaging.client.sent.messages").getLongSumData().getPoints()).singleElement()
			.satisfies((point) -> assertThat(point.getValue()).isEqualTo(1));
	}

	@Test
	void theRecordCarriesTheSpan() {
		this.producer.send(new ProducerRecord<>("orders", "payload"));
		this.broker.completeNext();
		assertThat(RecordedKafka.values(this.broker.history().get(0).headers(), "traceparent"))
			.containsExactly(RecordedKafka.traceparent(this.recorded.span()));
	}

	@Test
	void theSpanIsAChildOfTheCurrentOne() {
		Span parent = this.recorded.sdk.getTracer("test").spanBuilder("parent").startSpan();
		List<Span> seen = new ArrayList<>();
		try (Scope scope = parent.makeCurrent()) {
			this.producer.send(new ProducerRecord<>("orders", "payload"),
					(metadata, exception) -> seen.add(Span.current()));
		}
		this.broker.completeNext();
		assertThat(this.recorded.span().getParentSpanId()).isEqualTo(parent.getSpanContext().getSpanId());
		assertThat(seen).containsExactly(parent);
		assertThat(Context.current()).isSameAs(Context.root());
	}

	@Test
	void headersOfAForwardedRecordAreReplaced() {
		RecordHeaders headers = new RecordHeaders();
		headers.add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".getBytes());
		headers.add("tracestate", "old=1".getBytes());
		headers.add("baggage", "mine=1".getBytes());
		headers.add("other", "stays".getBytes());
		this.producer.send(new ProducerRecord<>("orders", null, "key", "payload", headers));
		this.broker.completeNext();
		RecordHeaders sent = (RecordHeaders) this.broker.history().get(0).headers();
		assertThat(RecordedKafka.values(sent, "traceparent"))
			.containsExactly(RecordedKafka.traceparent(this.recorded.span()));
		assertThat(RecordedKafka.values(sent, "tracestate")).isEmpty();
		assertThat(RecordedKafka.values(sent, "baggage")).containsExactly("mine=1");
		assertThat(RecordedKafka.values(sent, "other")).containsExactly("stays");
	}

	@Test
	void baggageOfTheContextReplacesThatOfTheRecord() {
		ProducerRecord<String, String> record = new ProducerRecord<>("orders", "payload");
		record.headers().add("baggage", "old=1".getBytes(StandardCharsets.UTF_8));
		try (Scope scope = Baggage.builder().put("tenant", "a").build().makeCurrent()) {
			this.producer.send(record);
		}
		assertThat(RecordedKafka.values(this.broker.history().get(0).headers(), "baggage")).containsExactly("tenant=a");
	}

	@Test
	void aRecordThatWasSentBeforeIsSentAgain() {
		ProducerRecord<String, String> record = new ProducerRecord<>("orders", 1, 12L, "key", "payload");
		record.headers().add("other", "stays".getBytes(StandardCharsets.UTF_8));
		this.producer.send(record);
		((RecordHeaders) record.headers()).setReadOnly();
		this.producer.send(record);
		this.broker.completeNext();
		this.broker.completeNext();
		ProducerRecord<String, String> second = this.broker.history().get(1);
		assertThat(RecordedKafka.values(second.headers(), "traceparent"))
			.containsExactly(RecordedKafka.traceparent(this.recorded.spans().get(1)));
		assertThat(RecordedKafka.values(second.headers(), "other")).containsExactly("stays");
		assertThat(second.partition()).isEqualTo(1);
		assertThat(second.timestamp()).isEqualTo(12);
		assertThat(second.key()).isEqualTo("key");
		assertThat(second.value()).isEqualTo("payload");
	}

	@Test
	void aFailureOfTheBrokerIsOnTheSpan() {
		TimeoutException failure = new TimeoutException("no answer");
		List<Exception> told = new ArrayList<>();
		Future<RecordMetadata> future = this.producer.send(new ProducerRecord<>("orders", "payload"),
				(metadata, exception) -> told.add(exception));
		this.broker.errorNext(failure);
		assertThat(told).containsExactly(failure);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(future::get).withCause(failure);
		assertFailed(this.recorded.span(), failure);
		assertThat(this.recorded.metric("messaging.client.operation.duration").getHistogramData().getPoints())
			.singleElement()
			.satisfies((point) -> assertThat(point.getAttributes().get(AttributeKey.stringKey("error.type")))
				.isEqualTo(TimeoutException.class.getName()));
	}

	@Test
	void anExceptionIsThrownAsItIs() {
		SerializationException failure = new SerializationException("not serializable");
		this.broker.sendException = failure;
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> this.producer.send(new ProducerRecord<>("orders", "payload")))
			.isSameAs(failure);
		assertFailed(this.recorded.span(), failure);
	}

	private static void assertFailed(SpanData span, Exception failure) {
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getStatus().getDescription()).isEqualTo(failure.getMessage());
		assertThat(span.getAttributes().get(AttributeKey.stringKey("error.type")))
			.isEqualTo(failure.getClass().getName());
		assertThat(span.getEvents()).hasSize(1);
	}

	@Test
	void keysThatAreNeitherTextNorNumbersAreNotRecorded() {
		MockProducer<Object, String> broker = new MockProducer<>(true, null, (topic, key) -> new byte[0],
				new StringSerializer());
		Producer<Object, String> producer = new RecordingProducer<>(broker, this.recorded.source, null);
		producer.send(new ProducerRecord<>("orders", new byte[] { 1 }, null));
		producer.send(new ProducerRecord<>("orders", 42L, "payload"));
		assertThat(this.recorded.spans())
			.extracting((span) -> span.getAttributes().get(AttributeKey.stringKey("messaging.kafka.message.key")),
					(span) -> span.getAttributes().get(AttributeKey.booleanKey("messaging.kafka.message.tombstone")))
			.containsExactly(tuple(null, true), tuple("42", null));
	}

	@Test
	void nothingIsRecordedWhereItIsSuppressed() {
		try (Scope scope = Suppression.suppress(Context.root()).makeCurrent()) {
			this.producer.send(new ProducerRecord<>("orders", "payload"));
		}
		this.broker.completeNext();
		assertThat(this.recorded.spans()).isEmpty();
		assertThat(this.recorded.hasNoMetrics()).isTrue();
		assertThat(RecordedKafka.values(this.broker.history().get(0).headers(), "traceparent")).singleElement()
			.asString()
			.matches(".*-0[02]");
	}

	@Test
	void nothingIsRecordedWhileTelemetryIsExported() {
		ExportThread.enter();
		try {
			this.producer.send(new ProducerRecord<>("orders", "payload"));
		}
		finally {
			ExportThread.exit();
		}
		this.broker.completeNext();
		assertThat(this.recorded.spans()).isEmpty();
	}

	@Test
	void anUnsampledRecordIsMeasuredAndSaysSo() {
		RecordedKafka recorded = new RecordedKafka(Sampler.alwaysOff());
		producer(recorded).send(new ProducerRecord<>("orders", "payload"));
		this.broker.completeNext();
		assertThat(recorded.spans()).isEmpty();
		assertThat(recorded.metric("messaging.client.sent.messages").getLongSumData().getPoints()).hasSize(1);
		assertThat(RecordedKafka.values(this.broker.history().get(0).headers(), "traceparent")).singleElement()
			.asString()
			.matches(".*-0[02]");
	}

	@Test
	void everythingElseReachesTheProducer() {
		this.producer.initTransactions();
		this.producer.beginTransaction();
		this.producer.abortTransaction();
		assertThat(this.broker.transactionInitialized()).isTrue();
		assertThat(this.broker.transactionAborted()).isTrue();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(this.producer::commitTransaction);
		this.producer.close();
		assertThat(this.broker.closed()).isTrue();
	}

}
