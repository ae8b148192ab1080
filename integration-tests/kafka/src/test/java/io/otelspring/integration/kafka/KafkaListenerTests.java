// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.kafka;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.KafkaTemplate;

import io.otelspring.test.ObservedApplication;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.ReceivedSpan;
import io.otelspring.test.ReceivedSpan.Kind;
import io.otelspring.test.ReceivedSpan.StatusCode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners of every kind, and how their spans end.
 */
class KafkaListenerTests {

	private static final String PAYLOAD = "correct-horse-battery-staple";

	@AutoClose
	private static final ObservedApplication kafka = Broker.run(KafkaApplication.class);

	private static final OtlpCollector collector = kafka.collector();

	@Test
	void aBatchLinksToEachSender() throws Exception {
		List<ReceivedSpan> sends = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			ReceivedSpan caller = kafka.inSpan("caller", () -> template().send("batches", 0, "1", PAYLOAD));
			sends.add(collector.awaitChild(caller, "send batches"));
		}
		for (ReceivedSpan send : sends) {
			ReceivedSpan process = collector.awaitSpan((span) -> span.name().equals("process batches")
					&& span.links().stream().anyMatch((link) -> link.spanId().equals(send.spanId())));
			assertThat(process.isRoot()).isTrue();
			assertThat(process.traceId()).isNotEqualTo(send.traceId());
			assertThat(process.kind()).isEqualTo(Kind.CONSUMER);
			assertThat(process.attribute("messaging.batch.message_count")).isEqualTo((long) process.links().size());
			assertThat(process.attribute("messaging.consumer.group.name")).isEqualTo("batch");
		}
	}

	@Test
	void attemptsByRetryTopicsAreInOneTrace() {
		ReceivedSpan caller = kafka.inSpan("caller", () -> template().send("payments", "1", PAYLOAD));
		ReceivedSpan last = caller;
		for (String topic : List.of("payments", "payments-retry-100", "payments-retry-200", "payments-dlt")) {
			ReceivedSpan send = collector.awaitChild(last, "send " + topic);
			last = collector.awaitChild(send, "process " + topic);
			boolean failed = !topic.endsWith("-dlt");
			assertThat(last.status()).isEqualTo(failed ? StatusCode.ERROR : StatusCode.UNSET);
			assertThat(last.events()).hasSize(failed ? 1 : 0);
			assertThat(last.attribute("error.type")).isEqualTo(failed ? IllegalStateException.class.getName() : null);
		}
		assertThat(collector.trace(caller)).hasSize(9);
	}

	@Test
	void eachAttemptInPlaceIsASpanBelowTheSender() {
		ReceivedSpan caller = kafka.inSpan("caller", () -> template().send("failing", "1", PAYLOAD));
		ReceivedSpan send = collector.awaitChild(caller, "send failing");
		ReceivedSpan first = collector.awaitSpan((span) -> span.isChildOf(send) && span.status() == StatusCode.ERROR);
		ReceivedSpan second = collector.awaitSpan((span) -> span.isChildOf(send) && span.status() == StatusCode.UNSET);
		assertThat(first.statusMessage()).isEqualTo("the first attempt fails");
		assertThat(first.attribute("error.type")).isEqualTo(IllegalStateException.class.getName());
		assertThat(first.events()).hasSize(1);
		assertThat(second.name()).isEqualTo("process failing");
	}

	@Test
	void aReplyIsSentInTheListenersSpan() {
		ReceivedSpan caller = kafka.inSpan("caller", () -> template().send("requests", "1", PAYLOAD));
		ReceivedSpan process = collector.awaitChild(caller, "send requests", "process requests");
		collector.awaitChild(process, "send answers", "process answers");
	}

	@Test
	void anAsynchronousListenersSpanEndsWithItsResult() {
		for (String topic : List.of("futures", "monos")) {
			ReceivedSpan caller = kafka.inSpan("caller", () -> template().send(topic, "1", PAYLOAD));
			ReceivedSpan process = collector.awaitChild(caller, "send " + topic, "process " + topic);
			assertThat(process.endNanos() - process.startNanos()).isGreaterThanOrEqualTo(200_000_000);
			collector.awaitChild(process, "send answers", "process answers");
		}
	}

	@Test
	void anAsynchronousFailureIsRecordedOnceAndRetried() {
		ReceivedSpan caller = kafka.inSpan("caller", () -> template().send("futures", "1", "fail"));
		ReceivedSpan send = collector.awaitChild(caller, "send futures");
		ReceivedSpan first = collector.awaitSpan((span) -> span.isChildOf(send) && span.status() == StatusCode.ERROR);
		assertThat(first.statusMessage()).isEqualTo("later");
		assertThat(first.attribute("error.type")).isEqualTo(IllegalStateException.class.getName());
		assertThat(first.events()).hasSize(1);
	}

	@Test
	void acknowledgingByHandStaysAsItIs() {
		ReceivedSpan caller = kafka.inSpan("caller", () -> template().send("acknowledged", "1", PAYLOAD));
		collector.awaitChild(caller, "send acknowledged", "process acknowledged");
	}

	@SuppressWarnings("unchecked")
	private static KafkaTemplate<Object, Object> template() {
		return kafka.context().getBean("kafkaTemplate", KafkaTemplate.class);
	}

}
