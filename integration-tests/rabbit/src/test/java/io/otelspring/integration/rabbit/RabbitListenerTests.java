// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.rabbit;

import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.RabbitListenerEndpointRegistry;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;

import io.otelspring.test.ObservedApplication;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners of every kind, and how their spans end.
 */
class RabbitListenerTests {

	private static final long LATER_NANOS = ShopApplication.LATER_MILLIS * 1_000_000;

	private static RabbitBroker broker;

	@AutoClose
	private static ObservedApplication application;

	private static OtlpCollector collector;

	@BeforeAll
	static void start() throws Exception {
		broker = RabbitBroker.shared();
		application = broker.run(ShopApplication.class);
		collector = application.collector();
	}

	@Test
	void aBatchHasALinkForEachMessage() {
		ReceivedSpan caller = application.inSpan("batch", () -> {
			template().convertAndSend("batches", "1");
			template().convertAndSend("batches", "2");
		});
		ReceivedSpan process = collector.awaitSpan("process batches");
		assertThat(process.isRoot()).isTrue();
		assertThat(process.links()).extracting(ReceivedSpan.Link::spanId)
			.containsExactlyInAnyOrderElementsOf(collector.children(caller).stream().map(ReceivedSpan::spanId).toList())
			.hasSize(2);
		assertThat(process.attributes()).containsEntry("messaging.batch.message_count", 2L)
			.containsEntry("messaging.destination.name", "batches");
	}

	@Test
	void aFailureIsThatOfTheListenerAndRoundAllAttempts() {
		ReceivedSpan caller = application.inSpan("failure", () -> template().convertAndSend("failing", "x"));
		ReceivedSpan send = collector.awaitChild(caller);
		ReceivedSpan process = collector.awaitChild(send);
		assertThat(process.status()).isEqualTo(ReceivedSpan.StatusCode.ERROR);
		assertThat(process.attributes()).containsEntry("error.type", IllegalStateException.class.getName());
		assertThat(process.events()).extracting(ReceivedSpan.Event::name).containsExactly("exception");
		assertThat(send.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
	}

	@Test
	void aRequeuedMessageIsASpanEachTime() {
		ReceivedSpan caller = application.inSpan("requeue", () -> template().convertAndSend("requeued", "x"));
		ReceivedSpan send = collector.awaitChild(caller);
		collector.await("both deliveries",
				() -> Optional.of(collector.children(send)).filter((spans) -> spans.size() == 2));
	}

	@Test
	void containersOfTheApplicationsOwnAreRecordedAndKeepTheirAdvice() {
		ReceivedSpan caller = application.inSpan("own", () -> template().convertAndSend("own", "x"));
		ReceivedSpan send = collector.awaitChild(caller);
		ReceivedSpan process = collector.awaitChild(send);
		assertThat(process.name()).isEqualTo("process own");
		assertThat(application.bean(AtomicInteger.class).get()).isPositive();
		ReceivedSpan direct = application.inSpan("direct", () -> template().convertAndSend("direct", "x"));
		ReceivedSpan sent = collector.awaitChild(direct);
		assertThat(collector.awaitChild(sent).name()).isEqualTo("process direct");
	}

	@Test
	void anAsynchronousListenersSpanEndsWithItsResult() {
		for (String queue : List.of("future", "mono")) {
			ReceivedSpan caller = application.inSpan(queue,
					() -> assertThat(template().convertSendAndReceive(queue, "x")).isEqualTo("answer"));
			ReceivedSpan send = collector.awaitChild(caller);
			ReceivedSpan process = collector.awaitChild(send);
			assertThat(process.name()).isEqualTo("process " + queue);
			assertThat(process.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
			assertThat(process.endNanos() - process.startNanos()).isGreaterThanOrEqualTo(LATER_NANOS);
			ReceivedSpan reply = collector
				.awaitSpan((span) -> span.isChildOf(process) && span.kind() == ReceivedSpan.Kind.PRODUCER);
			assertThat(reply.name()).isEqualTo("send");
		}
	}

	@Test
	void theContextIsThereWhereAMonoGoesOn() {
		ReceivedSpan caller = application.inSpan("mono", () -> template().convertAndSend("mono", "x"));
		ReceivedSpan send = collector.awaitChild(caller);
		ReceivedSpan process = collector.awaitChild(send);
		collector.awaitChild(process, "in the mono");
	}

	@Test
	void anAsynchronousFailureIsThatOfTheListener() {
		for (String queue : List.of("async-failing", "mono-failing")) {
			ReceivedSpan caller = application.inSpan(queue, () -> template().convertAndSend(queue, "x"));
			ReceivedSpan send = collector.awaitChild(caller);
			ReceivedSpan process = collector.awaitChild(send);
			assertThat(process.status()).isEqualTo(ReceivedSpan.StatusCode.ERROR);
			assertThat(process.attributes()).containsEntry("error.type", IllegalStateException.class.getName());
			assertThat(process.events()).extracting(ReceivedSpan.Event::name).containsExactly("exception");
			assertThat(process.endNanos() - process.startNanos()).isGreaterThanOrEqualTo(LATER_NANOS);
			Properties left = application.bean(RabbitAdmin.class).getQueueProperties(queue);
			assertThat(left).containsEntry(RabbitAdmin.QUEUE_MESSAGE_COUNT, 0L);
		}
	}

	@Test
	void anAsynchronousBatchEndsWithItsResult() {
		for (int i = 0; i < 2; i++) {
			template().convertAndSend("async-batch", "x");
		}
		ReceivedSpan process = collector.awaitSpan("process async-batch");
		assertThat(process.links()).hasSize(2);
		assertThat(process.endNanos() - process.startNanos()).isGreaterThanOrEqualTo(LATER_NANOS);
	}

	@Test
	void theApplicationsCustomizerIsStillAsked() {
		assertThat(application.bean(RabbitListenerEndpointRegistry.class).getListenerContainers())
			.filteredOn((container) -> container instanceof SimpleMessageListenerContainer simple
					&& "customized".equals(simple.getListenerId()))
			.hasSize(4);
	}

	private static RabbitTemplate template() {
		return application.bean(RabbitTemplate.class);
	}

}
