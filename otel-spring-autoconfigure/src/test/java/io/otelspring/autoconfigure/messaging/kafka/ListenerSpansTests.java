// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.kafka;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.micrometer.observation.Observation;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.listener.CompositeRecordInterceptor;
import org.springframework.kafka.listener.KafkaBackoffException;
import org.springframework.kafka.listener.ListenerExecutionFailedException;
import org.springframework.kafka.listener.RecordInterceptor;
import org.springframework.kafka.support.KafkaUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link RecordSpans}, {@link BatchSpans} and {@link ResultRegistry}, called as
 * a container calls them.
 */
class ListenerSpansTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private final RecordedKafka recorded = new RecordedKafka();

	private final ListenerTelemetry telemetry = new ListenerTelemetry(this.recorded.source);

	private final Consumer<String, String> consumer = new MockConsumer<>("earliest");

	private final RecordSpans<String, String> spans = RecordSpans.around(null, this.telemetry,
			() -> new BrokerAddress("kafka.example", 9092));

	private final BatchSpans<String, String> batches = BatchSpans.around(null, this.telemetry, () -> null);

	@BeforeEach
	void setUp() {
		KafkaUtils.setConsumerGroupId("shop");
	}

	@AfterEach
	void nothingIsLeftCurrent() {
		KafkaUtils.clearConsumerGroupId();
		assertThat(Context.current()).isSameAs(Context.root());
	}

	@Test
	void aRecordIsAChildOfWhatSentIt() {
		ConsumerRecord<String, String> record = record("orders", 7, "b7ad6b7169203331");
		assertThat(this.spans.intercept(record, this.consumer)).isSameAs(record);
		assertThat(Span.current().getSpanContext().getTraceId()).isEqualTo(TRACE);
		this.spans.success(record, this.consumer);
		assertThat(this.recorded.spans()).isEmpty();
		this.spans.afterRecord(record, this.consumer);
		SpanData span = this.recorded.span();
		assertThat(span.getName()).isEqualTo("process orders");
		assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
		assertThat(span.getTraceId()).isEqualTo(TRACE);
		assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
		assertThat(span.getAttributes().asMap()).hasSize(10)
			.containsEntry(AttributeKey.stringKey("messaging.system"), "kafka")
			.containsEntry(AttributeKey.stringKey("messaging.operation.name"), "process")
			.containsEntry(AttributeKey.stringKey("messaging.operation.type"), "process")
			.containsEntry(AttributeKey.stringKey("messaging.destination.name"), "orders")
			.containsEntry(AttributeKey.stringKey("messaging.destination.partition.id"), "0")
			.containsEntry(AttributeKey.longKey("messaging.kafka.offset"), 7L)
			.containsEntry(AttributeKey.stringKey("messaging.kafka.message.key"), "key")
			.containsEntry(AttributeKey.stringKey("messaging.consumer.group.name"), "shop")
			.containsEntry(AttributeKey.stringKey("server.address"), "kafka.example")
			.containsEntry(AttributeKey.longKey("server.port"), 9092L);
		assertThat(this.recorded.metric("messaging.process.duration").getHistogramData().getPoints()).hasSize(1);
		assertThat(this.recorded.metric("messaging.client.consumed.messages").getLongSumData().getPoints())
			.singleElement()
			.satisfies((point) -> assertThat(point.getValue()).isEqualTo(1));
	}

	@Test
	void aRecordWithoutAHeaderHasNothingOfTheOneBefore() {
		process(record("orders", 7, "b7ad6b7169203331"));
		process(record("orders", 8, null));
		process(record("orders", 9, "b7ad6b7169203332"));
		assertThat(this.recorded.spans()).extracting(SpanData::getParentSpanId)
			.containsExactly("b7ad6b7169203331", "0000000000000000", "b7ad6b7169203332");
	}

	@Test
	void aMalformedHeaderStartsATrace() {
		ConsumerRecord<String, String> record = record("orders", 7, null);
		record.headers().add("traceparent", "00-nonsense".getBytes()).add("tracestate", null).add("baggage", null);
		process(record);
		assertThat(this.recorded.span().getParentSpanContext().isValid()).isFalse();
	}

	@Test
	void aRepeatedHeaderStartsATrace() {
		ConsumerRecord<String, String> record = record("orders", 7, "b7ad6b7169203331");
		record.headers().add("traceparent", ("00-" + TRACE + "-b7ad6b7169203332-01").getBytes());
		process(record);
		assertThat(this.recorded.span().getParentSpanContext().isValid()).isFalse();
	}

	@Test
	void aFailureIsRecordedOnceAndStaysCurrentForTheErrorHandler() {
		ConsumerRecord<String, String> record = record("orders", 7, null);
		IllegalStateException failure = new IllegalStateException("no stock");
		this.spans.intercept(record, this.consumer);
		this.spans.failure(record, new ListenerExecutionFailedException("Listener failed", failure), this.consumer);
		Span span = Span.current();
		assertThat(span.isRecording()).isTrue();
		this.spans.afterRecord(record, this.consumer);
		this.spans.clearThreadState(this.consumer);
		SpanData data = this.recorded.span();
		assertThat(data.getSpanId()).isEqualTo(span.getSpanContext().getSpanId());
		assertThat(data.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(data.getStatus().getDescription()).isEqualTo("no stock");
		assertThat(data.getAttributes().get(AttributeKey.stringKey("error.type")))
			.isEqualTo(IllegalStateException.class.getName());
		assertThat(data.getEvents()).hasSize(1);
	}

	@Test
	void aFailureBeforeTheInterceptorsIsRecorded() {
		ConsumerRecord<String, String> record = record("orders", 7, "b7ad6b7169203331");
		this.spans.failure(record, new IllegalStateException("not readable"), this.consumer);
		assertThat(Span.current().getSpanContext().getTraceId()).isEqualTo(TRACE);
		this.spans.afterRecord(record, this.consumer);
		assertThat(this.recorded.span().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
	}

	@Test
	void whatAnErrorThrewOutOfTheContainerIsFinished() {
		this.spans.intercept(record("orders", 7, null), this.consumer);
		this.spans.clearThreadState(this.consumer);
		assertThat(this.recorded.spans()).hasSize(1);
	}

	@Test
	void aScopeThatTheListenerLeftOpenIsTakenBack() {
		ConsumerRecord<String, String> record = record("orders", 7, null);
		this.spans.intercept(record, this.consumer);
		Context.root().makeCurrent();
		this.spans.afterRecord(record, this.consumer);
		assertThat(this.recorded.spans()).hasSize(1);
	}

	@Test
	void aRecordThatIsNotDueIsNotRecorded() {
		ConsumerRecord<String, String> record = record("orders-retry-0", 7, "b7ad6b7169203331");
		record.headers()
			.add("retry_topic-backoff-timestamp",
					BigInteger.valueOf(System.currentTimeMillis() + 60_000).toByteArray());
		this.spans.intercept(record, this.consumer);
		this.spans.failure(record,
				new ListenerExecutionFailedException("Listener failed",
						new KafkaBackoffException("not due", new TopicPartition("orders-retry-0", 0), "id", 0)),
				this.consumer);
		this.spans.afterRecord(record, this.consumer);
		assertThat(this.recorded.spans()).isEmpty();
		assertThat(this.recorded.hasNoMetrics()).isTrue();
	}

	@Test
	void aRecordThatIsAboutToBeDueIsWaitedForAndNotPutBack() {
		for (long early = 1; early <= 5; early++) {
			ConsumerRecord<String, String> record = record("orders-retry-0", 7, null);
			long due = System.currentTimeMillis() + early;
			record.headers().add("retry_topic-backoff-timestamp", BigInteger.valueOf(due).toByteArray());
			this.spans.intercept(record, this.consumer);
			assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(due);
			assertThat(Span.current().isRecording()).isTrue();
			this.spans.afterRecord(record, this.consumer);
		}
		assertThat(this.recorded.spans()).hasSize(5);
	}

	@Test
	void aConsumerThatIsToEndDoesNotWait() {
		ConsumerRecord<String, String> record = record("orders-retry-0", 7, null);
		record.headers()
			.add("retry_topic-backoff-timestamp", BigInteger.valueOf(System.currentTimeMillis() + 5).toByteArray());
		Thread.currentThread().interrupt();
		this.spans.intercept(record, this.consumer);
		assertThat(Thread.interrupted()).isTrue();
		this.spans.afterRecord(record, this.consumer);
	}

	@Test
	void aRecordThatIsPutBackHasNotFailed() {
		ConsumerRecord<String, String> record = record("orders-retry-0", 7, null);
		this.spans.intercept(record, this.consumer);
		this.spans.failure(record,
				new KafkaBackoffException("not due", new TopicPartition("orders-retry-0", 0), "id", 0), this.consumer);
		this.spans.afterRecord(record, this.consumer);
		assertThat(this.recorded.span().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
	}

	@Test
	void theApplicationsInterceptorIsCalledAsBeforeAndInTheSpan() {
		List<String> calls = new ArrayList<>();
		RecordSpans<String, String> spans = RecordSpans.around(new OwnInterceptor(calls), this.telemetry, () -> null);
		ConsumerRecord<String, String> record = record("orders", 7, null);
		spans.setupThreadState(this.consumer);
		spans.intercept(record, this.consumer);
		spans.success(record, this.consumer);
		spans.failure(record, new IllegalStateException(), this.consumer);
		spans.afterRecord(record, this.consumer);
		spans.clearThreadState(this.consumer);
		assertThat(calls).containsExactly("setup false", "intercept true", "success true", "failure true", "after true",
				"clear false");
		assertThat(this.recorded.spans()).hasSize(1);
	}

	@Test
	void anInterceptorThatThrowsIsAFailure() {
		RecordSpans<String, String> spans = RecordSpans.around((record, consumer) -> {
			throw new IllegalStateException("refused");
		}, this.telemetry, () -> null);
		ConsumerRecord<String, String> record = record("orders", 7, null);
		assertThatIllegalStateException().isThrownBy(() -> spans.intercept(record, this.consumer))
			.withMessage("refused");
		spans.failure(record, new IllegalStateException("refused"), this.consumer);
		spans.afterRecord(record, this.consumer);
		assertThat(this.recorded.span().getEvents()).hasSize(1);
	}

	@Test
	void anInterceptorThatIsAddedLaterIsCalled() {
		List<String> calls = new ArrayList<>();
		this.spans.addRecordInterceptor(new OwnInterceptor(calls));
		process(record("orders", 7, null));
		assertThat(calls).containsExactly("intercept true", "success true", "after true");
	}

	@Test
	void aRecordIsRecordedOnceByTwoOfOurInterceptors() {
		CompositeRecordInterceptor<String, String> both = new CompositeRecordInterceptor<>(this.spans,
				RecordSpans.around(null, this.telemetry, () -> null));
		ConsumerRecord<String, String> record = record("orders", 7, null);
		both.intercept(record, this.consumer);
		both.success(record, this.consumer);
		both.afterRecord(record, this.consumer);
		assertThat(this.recorded.spans()).hasSize(1);
	}

	@Test
	void anAsynchronousResultEndsTheSpan() {
		ConsumerRecord<String, String> record = record("orders", 7, null);
		this.spans.intercept(record, this.consumer);
		Observation observation = this.telemetry.results().getCurrentObservation();
		Span span = Span.current();
		this.spans.success(record, this.consumer);
		this.spans.afterRecord(record, this.consumer);
		assertThat(Context.current()).isSameAs(Context.root());
		assertThat(this.recorded.spans()).isEmpty();
		try (Observation.Scope scope = observation.openScope()) {
			assertThat(Span.current()).isSameAs(span);
			observation.error(new IllegalStateException("later"));
		}
		observation.stop();
		assertThat(this.recorded.span().getStatus().getDescription()).isEqualTo("later");
		observation.scoped(() -> {
			assertThat(Span.current()).isSameAs(span);
			assertThat(this.telemetry.results().getCurrentObservation()).isNotNull();
		});
		assertThat(this.telemetry.results().getCurrentObservation()).isNull();
		assertThat(this.recorded.spans()).hasSize(1);
	}

	@Test
	void aSynchronousResultEndsWithTheRecord() {
		ConsumerRecord<String, String> record = record("orders", 7, null);
		this.spans.intercept(record, this.consumer);
		Observation observation = this.telemetry.results().getCurrentObservation();
		observation.error(new IllegalStateException("handled by the application"));
		observation.stop();
		assertThat(this.recorded.spans()).isEmpty();
		this.spans.success(record, this.consumer);
		this.spans.afterRecord(record, this.consumer);
		assertThat(this.recorded.span().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
	}

	@Test
	void noObservationIsMadeWithTheRegistry() {
		assertThat(this.telemetry.results().getCurrentObservation()).isNull();
		assertThat(Observation.start("test", this.telemetry.results()).isNoop()).isTrue();
	}

	@Test
	void aBatchLinksToWhatSentItsRecords() {
		ConsumerRecords<String, String> records = batch(record("orders", 1, "b7ad6b7169203331"),
				record("orders", 2, null), record("orders", 3, "b7ad6b7169203332"));
		assertThat(this.batches.intercept(records, this.consumer)).isSameAs(records);
		assertThat(Span.current().getSpanContext().isValid()).isTrue();
		this.batches.success(records, this.consumer);
		SpanData span = this.recorded.span();
		assertThat(span.getName()).isEqualTo("process orders");
		assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
		assertThat(span.getParentSpanContext().isValid()).isFalse();
		assertThat(span.getTraceId()).isNotEqualTo(TRACE);
		assertThat(span.getLinks()).extracting((link) -> link.getSpanContext().getSpanId())
			.containsExactly("b7ad6b7169203331", "b7ad6b7169203332");
		assertThat(span.getAttributes().get(AttributeKey.longKey("messaging.batch.message_count"))).isEqualTo(3);
		assertThat(span.getAttributes().get(AttributeKey.stringKey("messaging.destination.partition.id")))
			.isEqualTo("0");
		assertThat(this.recorded.metric("messaging.client.consumed.messages").getLongSumData().getPoints())
			.singleElement()
			.satisfies((point) -> assertThat(point.getValue()).isEqualTo(3));
	}

	@Test
	void aBatchOfSeveralTopicsHasNoDestination() {
		ConsumerRecords<String, String> records = batch(record("orders", 1, null), record("payments", 2, null));
		this.batches.intercept(records, this.consumer);
		this.batches.success(records, this.consumer);
		assertThat(this.recorded.span().getName()).isEqualTo("process");
		assertThat(this.recorded.span().getAttributes().asMap().keySet()).extracting(AttributeKey::getKey)
			.doesNotContain("messaging.destination.name", "messaging.destination.partition.id");
	}

	@Test
	void aFailedBatchStaysCurrentForTheErrorHandler() {
		ConsumerRecords<String, String> records = batch(record("orders", 1, null));
		this.batches.intercept(records, this.consumer);
		this.batches.failure(records, new IllegalStateException("no stock"), this.consumer);
		assertThat(Span.current().getSpanContext().isValid()).isTrue();
		assertThat(this.recorded.spans()).isEmpty();
		this.batches.clearThreadState(this.consumer);
		assertThat(this.recorded.span().getStatus().getDescription()).isEqualTo("no stock");
	}

	@Test
	void eachAttemptWithABatchHasASpan() {
		ConsumerRecords<String, String> records = batch(record("orders", 1, null));
		this.batches.intercept(records, this.consumer);
		this.batches.failure(records, new IllegalStateException("no stock"), this.consumer);
		this.batches.intercept(records, this.consumer);
		this.batches.success(records, this.consumer);
		assertThat(this.recorded.spans()).extracting((span) -> span.getStatus().getStatusCode())
			.containsExactly(StatusCode.ERROR, StatusCode.UNSET);
	}

	@Test
	void theApplicationsBatchInterceptorIsCalledInTheSpan() {
		List<Boolean> current = new ArrayList<>();
		BatchInterceptor<String, String> own = (records, consumer) -> {
			current.add(Span.current().getSpanContext().isValid());
			return null;
		};
		BatchSpans<String, String> spans = BatchSpans.around(own, this.telemetry, () -> null);
		assertThat(spans.intercept(batch(record("orders", 1, null)), this.consumer)).isNull();
		spans.clearThreadState(this.consumer);
		assertThat(current).containsExactly(true);
		assertThat(this.recorded.spans()).hasSize(1);
	}

	private void process(ConsumerRecord<String, String> record) {
		this.spans.intercept(record, this.consumer);
		this.spans.success(record, this.consumer);
		this.spans.afterRecord(record, this.consumer);
	}

	private static ConsumerRecord<String, String> record(String topic, long offset, String parent) {
		ConsumerRecord<String, String> record = new ConsumerRecord<>(topic, 0, offset, "key", "payload");
		if (parent != null) {
			record.headers().add("traceparent", ("00-" + TRACE + "-" + parent + "-01").getBytes());
		}
		return record;
	}

	@SafeVarargs
	private static ConsumerRecords<String, String> batch(ConsumerRecord<String, String>... records) {
		Map<TopicPartition, List<ConsumerRecord<String, String>>> batch = new LinkedHashMap<>();
		for (ConsumerRecord<String, String> record : records) {
			batch.computeIfAbsent(new TopicPartition(record.topic(), record.partition()), (key) -> new ArrayList<>())
				.add(record);
		}
		return new ConsumerRecords<>(batch, Map.of());
	}

	private record OwnInterceptor(List<String> calls) implements RecordInterceptor<String, String> {

		private void call(String name) {
			this.calls.add(name + " " + Span.current().getSpanContext().isValid());
		}

		@Override
		public void setupThreadState(Consumer<?, ?> consumer) {
			call("setup");
		}

		@Override
		public ConsumerRecord<String, String> intercept(ConsumerRecord<String, String> record,
				Consumer<String, String> consumer) {
			call("intercept");
			return record;
		}

		@Override
		public void success(ConsumerRecord<String, String> record, Consumer<String, String> consumer) {
			call("success");
		}

		@Override
		public void failure(ConsumerRecord<String, String> record, Exception exception,
				Consumer<String, String> consumer) {
			call("failure");
		}

		@Override
		public void afterRecord(ConsumerRecord<String, String> record, Consumer<String, String> consumer) {
			call("after");
		}

		@Override
		public void clearThreadState(Consumer<?, ?> consumer) {
			call("clear");
		}

	}

}
