// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.rabbit;

import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.RabbitListenerEndpointRegistry;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;

import io.otelspring.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners of every kind, and how their spans end.
 */
class RabbitListenerTests {

	private static final long LATER_NANOS = ShopApplication.LATER_MILLIS * 1_000_000;

	@RegisterExtension
	static final RunningApplication rabbit = new RunningApplication();

	@Test
	void aBatchHasALinkForEachMessage() {
		ReceivedSpan first = rabbit.application().inSpan("batch", () -> template().convertAndSend("batches", "1"));
		ReceivedSpan second = rabbit.application().inSpan("batch", () -> template().convertAndSend("batches", "2"));
		List<ReceivedSpan> sent = List.of(rabbit.collector().awaitSpan((span) -> span.isChildOf(first)),
				rabbit.collector().awaitSpan((span) -> span.isChildOf(second)));
		ReceivedSpan process = rabbit.collector().awaitSpan((span) -> span.name().equals("process batches"));
		assertThat(process.isRoot()).isTrue();
		assertThat(process.links()).extracting(ReceivedSpan.Link::spanId)
			.containsExactlyInAnyOrderElementsOf(sent.stream().map(ReceivedSpan::spanId).toList());
		assertThat(process.attributes()).containsEntry("messaging.batch.message_count", 2L)
			.containsEntry("messaging.destination.name", "batches");
	}

	@Test
	void aFailureIsThatOfTheListenerAndRoundAllAttempts() {
		ReceivedSpan caller = rabbit.application().inSpan("failure", () -> template().convertAndSend("failing", "x"));
		ReceivedSpan send = rabbit.collector().awaitSpan((span) -> span.isChildOf(caller));
		ReceivedSpan process = rabbit.collector().awaitSpan((span) -> span.isChildOf(send));
		assertThat(process.status()).isEqualTo(ReceivedSpan.StatusCode.ERROR);
		assertThat(process.attributes()).containsEntry("error.type", IllegalStateException.class.getName());
		assertThat(process.events()).extracting(ReceivedSpan.Event::name).containsExactly("exception");
		assertThat(send.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
	}

	@Test
	void aRequeuedMessageIsASpanEachTime() {
		ReceivedSpan caller = rabbit.application().inSpan("requeue", () -> template().convertAndSend("requeued", "x"));
		ReceivedSpan send = rabbit.collector().awaitSpan((span) -> span.isChildOf(caller));
		rabbit.collector().await("both deliveries", () -> {
			List<ReceivedSpan> deliveries = rabbit.collector()
				.spans()
				.stream()
				.filter((span) -> span.isChildOf(send))
				.toList();
			return (deliveries.size() == 2) ? Optional.of(deliveries) : Optional.empty();
		});
	}

	@Test
	void containersOfTheApplicationsOwnAreRecordedAndKeepTheirAdvice() {
		ReceivedSpan caller = rabbit.application().inSpan("own", () -> template().convertAndSend("own", "x"));
		ReceivedSpan send = rabbit.collector().awaitSpan((span) -> span.isChildOf(caller));
		ReceivedSpan process = rabbit.collector().awaitSpan((span) -> span.isChildOf(send));
		assertThat(process.name()).isEqualTo("process own");
		assertThat(rabbit.application().bean(AtomicInteger.class).get()).isPositive();
		ReceivedSpan direct = rabbit.application().inSpan("direct", () -> template().convertAndSend("direct", "x"));
		ReceivedSpan sent = rabbit.collector().awaitSpan((span) -> span.isChildOf(direct));
		assertThat(rabbit.collector().awaitSpan((span) -> span.isChildOf(sent)).name()).isEqualTo("process direct");
	}

	@Test
	void anAsynchronousListenersSpanEndsWithItsResult() {
		for (String queue : List.of("future", "mono")) {
			ReceivedSpan caller = rabbit.application()
				.inSpan(queue, () -> assertThat(template().convertSendAndReceive(queue, "x")).isEqualTo("answer"));
			ReceivedSpan send = rabbit.collector().awaitSpan((span) -> span.isChildOf(caller));
			ReceivedSpan process = rabbit.collector().awaitSpan((span) -> span.isChildOf(send));
			assertThat(process.name()).isEqualTo("process " + queue);
			assertThat(process.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
			assertThat(process.endNanos() - process.startNanos()).isGreaterThanOrEqualTo(LATER_NANOS);
			ReceivedSpan reply = rabbit.collector()
				.awaitSpan((span) -> span.isChildOf(process) && span.kind() == ReceivedSpan.Kind.PRODUCER);
			assertThat(reply.name()).isEqualTo("send");
		}
	}

	@Test
	void theContextIsThereWhereAMonoGoesOn() {
		ReceivedSpan caller = rabbit.application().inSpan("mono", () -> template().convertAndSend("mono", "x"));
		ReceivedSpan send = rabbit.collector().awaitSpan((span) -> span.isChildOf(caller));
		ReceivedSpan process = rabbit.collector().awaitSpan((span) -> span.isChildOf(send));
		rabbit.collector().awaitSpan((span) -> span.name().equals("in the mono") && span.isChildOf(process));
	}

	@Test
	void anAsynchronousFailureIsThatOfTheListener() {
		for (String queue : List.of("async-failing", "mono-failing")) {
			ReceivedSpan caller = rabbit.application().inSpan(queue, () -> template().convertAndSend(queue, "x"));
			ReceivedSpan send = rabbit.collector().awaitSpan((span) -> span.isChildOf(caller));
			ReceivedSpan process = rabbit.collector().awaitSpan((span) -> span.isChildOf(send));
			assertThat(process.status()).isEqualTo(ReceivedSpan.StatusCode.ERROR);
			assertThat(process.attributes()).containsEntry("error.type", IllegalStateException.class.getName());
			assertThat(process.events()).extracting(ReceivedSpan.Event::name).containsExactly("exception");
			assertThat(process.endNanos() - process.startNanos()).isGreaterThanOrEqualTo(LATER_NANOS);
			Properties left = rabbit.application().bean(RabbitAdmin.class).getQueueProperties(queue);
			assertThat(left).containsEntry(RabbitAdmin.QUEUE_MESSAGE_COUNT, 0L);
		}
	}

	@Test
	void anAsynchronousBatchEndsWithItsResult() {
		for (int i = 0; i < 2; i++) {
			template().convertAndSend("async-batch", "x");
		}
		ReceivedSpan process = rabbit.collector().awaitSpan((span) -> span.name().equals("process async-batch"));
		assertThat(process.links()).hasSize(2);
		assertThat(process.endNanos() - process.startNanos()).isGreaterThanOrEqualTo(LATER_NANOS);
	}

	@Test
	void theApplicationsCustomizerIsStillAsked() {
		assertThat(rabbit.application().bean(RabbitListenerEndpointRegistry.class).getListenerContainers())
			.filteredOn((container) -> container instanceof SimpleMessageListenerContainer simple
					&& "customized".equals(simple.getListenerId()))
			.hasSize(4);
	}

	private static RabbitTemplate template() {
		return rabbit.application().bean(RabbitTemplate.class);
	}

}
