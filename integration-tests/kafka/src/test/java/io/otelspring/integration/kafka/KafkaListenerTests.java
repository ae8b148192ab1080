// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.kafka;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.kafka.core.KafkaTemplate;

import io.otelspring.test.ReceivedSpan;
import io.otelspring.test.ReceivedSpan.Kind;
import io.otelspring.test.ReceivedSpan.StatusCode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners of every kind, and how their spans end.
 */
class KafkaListenerTests {

	private static final String PAYLOAD = "correct-horse-battery-staple";

	@RegisterExtension
	static final RunningApplication kafka = new RunningApplication();

	@Test
	void aBatchLinksToEachSender() throws Exception {
		List<ReceivedSpan> sends = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			ReceivedSpan caller = kafka.application()
				.inSpan("caller", () -> template().send("batches", 0, "1", PAYLOAD));
			sends.add(child("send batches", caller));
		}
		for (ReceivedSpan send : sends) {
			ReceivedSpan process = kafka.collector()
				.awaitSpan((span) -> span.name().equals("process batches")
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
		ReceivedSpan caller = kafka.application().inSpan("caller", () -> template().send("payments", "1", PAYLOAD));
		ReceivedSpan last = caller;
		for (String topic : List.of("payments", "payments-retry-100", "payments-retry-200", "payments-dlt")) {
			ReceivedSpan send = child("send " + topic, last);
			last = child("process " + topic, send);
			boolean failed = !topic.endsWith("-dlt");
			assertThat(last.status()).isEqualTo(failed ? StatusCode.ERROR : StatusCode.UNSET);
			assertThat(last.events()).hasSize(failed ? 1 : 0);
			assertThat(last.attribute("error.type")).isEqualTo(failed ? IllegalStateException.class.getName() : null);
		}
		assertThat(kafka.collector().spans().stream().filter((span) -> span.traceId().equals(caller.traceId())))
			.hasSize(9);
	}

	@Test
	void eachAttemptInPlaceIsASpanBelowTheSender() {
		ReceivedSpan caller = kafka.application().inSpan("caller", () -> template().send("failing", "1", PAYLOAD));
		ReceivedSpan send = child("send failing", caller);
		ReceivedSpan first = kafka.collector()
			.awaitSpan((span) -> span.isChildOf(send) && span.status() == StatusCode.ERROR);
		ReceivedSpan second = kafka.collector()
			.awaitSpan((span) -> span.isChildOf(send) && span.status() == StatusCode.UNSET);
		assertThat(first.statusMessage()).isEqualTo("the first attempt fails");
		assertThat(first.attribute("error.type")).isEqualTo(IllegalStateException.class.getName());
		assertThat(first.events()).hasSize(1);
		assertThat(second.name()).isEqualTo("process failing");
	}

	@Test
	void aReplyIsSentInTheListenersSpan() {
		ReceivedSpan caller = kafka.application().inSpan("caller", () -> template().send("requests", "1", PAYLOAD));
		ReceivedSpan process = child("process requests", child("send requests", caller));
		child("process answers", child("send answers", process));
	}

	@Test
	void anAsynchronousListenersSpanEndsWithItsResult() {
		for (String topic : List.of("futures", "monos")) {
			ReceivedSpan caller = kafka.application().inSpan("caller", () -> template().send(topic, "1", PAYLOAD));
			ReceivedSpan process = child("process " + topic, child("send " + topic, caller));
			assertThat(process.endNanos() - process.startNanos()).isGreaterThanOrEqualTo(200_000_000);
			child("process answers", child("send answers", process));
		}
	}

	@Test
	void anAsynchronousFailureIsRecordedOnceAndRetried() {
		ReceivedSpan caller = kafka.application().inSpan("caller", () -> template().send("futures", "1", "fail"));
		ReceivedSpan send = child("send futures", caller);
		ReceivedSpan first = kafka.collector()
			.awaitSpan((span) -> span.isChildOf(send) && span.status() == StatusCode.ERROR);
		assertThat(first.statusMessage()).isEqualTo("later");
		assertThat(first.attribute("error.type")).isEqualTo(IllegalStateException.class.getName());
		assertThat(first.events()).hasSize(1);
	}

	@Test
	void acknowledgingByHandStaysAsItIs() {
		ReceivedSpan caller = kafka.application().inSpan("caller", () -> template().send("acknowledged", "1", PAYLOAD));
		child("process acknowledged", child("send acknowledged", caller));
	}

	@SuppressWarnings("unchecked")
	private static KafkaTemplate<Object, Object> template() {
		return kafka.application().context().getBean("kafkaTemplate", KafkaTemplate.class);
	}

	private static ReceivedSpan child(String name, ReceivedSpan parent) {
		return kafka.collector().awaitSpan((span) -> span.name().equals(name) && span.isChildOf(parent));
	}

}
