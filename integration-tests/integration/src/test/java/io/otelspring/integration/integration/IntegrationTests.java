// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.integration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.trace.Span;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;
import org.springframework.integration.annotation.Gateway;
import org.springframework.integration.annotation.IntegrationComponentScan;
import org.springframework.integration.annotation.MessagingGateway;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.channel.ExecutorChannel;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.Pollers;
import org.springframework.integration.endpoint.MessageProducerSupport;
import org.springframework.integration.gateway.MessagingGatewaySupport;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.MessageHandlingException;
import org.springframework.messaging.support.GenericMessage;

import io.otelspring.annotation.Traced;
import io.otelspring.test.ObservedApplication;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.PrintedTraces;
import io.otelspring.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application with flows of Spring Integration, without Actuator, and what a collector
 * receives of it.
 */
class IntegrationTests {

	private static final String SECRET = "correct-horse-battery-staple";

	private static final PrintedTraces printed = PrintedTraces.keep();

	private static OtlpCollector collector;

	private static ObservedApplication application;

	@BeforeAll
	static void start() {
		collector = OtlpCollector.start();
		application = run(PrintedTraces.ARGUMENT);
	}

	@AfterAll
	static void stop() {
		application.close();
		collector.close();
		printed.close();
	}

	@Test
	void aFlowIsOneTrace() {
		ReceivedSpan caller = application.inSpan("direct", () -> send("orders", SECRET));
		ReceivedSpan send = collector.awaitChild(caller, "send orders");
		assertThat(send.kind()).isEqualTo(ReceivedSpan.Kind.INTERNAL);
		assertThat(send.attributes())
			.isEqualTo(Map.of("spring.integration.name", "orders", "spring.integration.type", "channel"));
		ReceivedSpan process = collector.awaitChild(send, "process accept");
		assertThat(process.kind()).isEqualTo(ReceivedSpan.Kind.INTERNAL);
		assertThat(process.attributes())
			.isEqualTo(Map.of("spring.integration.name", "accept", "spring.integration.type", "handler"));
		collector.awaitChild(process, "accepted");
		assertThat(collector.spans()).noneMatch((span) -> span.toString().contains(SECRET));
	}

	@Test
	void anExecutorsThreadStaysInTheTrace() {
		ReceivedSpan caller = application.inSpan("hand over", () -> {
			send("elsewhere", "x");
			String trace = Span.current().getSpanContext().getTraceId();
			collector.awaitSpan((span) -> span.name().equals("process handedOver") && span.traceId().equals(trace));
		});
		ReceivedSpan send = collector.awaitChild(caller, "send elsewhere");
		collector.awaitChild(send, "process handedOver", "accepted");
		printed.areShown("integration.md", caller);
	}

	@Test
	void aQueueStaysInTheTrace() {
		ReceivedSpan caller = application.inSpan("queue", () -> send("waiting", "x"));
		ReceivedSpan send = collector.awaitChild(caller, "send waiting");
		ReceivedSpan process = collector
			.awaitSpan((span) -> span.name().equals("process polled") && span.traceId().equals(caller.traceId()));
		assertThat(process.isChildOf(send)).isTrue();
		collector.awaitChild(process, "accepted");
	}

	@Test
	void aGatewayIsBelowItsCaller() {
		ReceivedSpan caller = application.inSpan("caller",
				() -> assertThat(application.bean(Entrance.class).exchange("x")).isEqualTo("X"));
		ReceivedSpan gateway = collector.awaitChild(caller, "gateway entrance");
		assertThat(gateway.kind()).isEqualTo(ReceivedSpan.Kind.INTERNAL);
		assertThat(gateway.attributes())
			.isEqualTo(Map.of("spring.integration.name", "entrance", "spring.integration.type", "gateway"));
		collector.awaitChild(gateway, "send shop", "process upper");
	}

	@Test
	void whatAnInterfaceSendsIsBelowItsCaller() {
		ReceivedSpan caller = application.inSpan("interface",
				() -> assertThat(application.bean(Shop.class).order("x")).isEqualTo("X"));
		collector.awaitChild(caller, "send shop", "process upper");
	}

	@Test
	void aFailureIsTheApplicationsExceptionAndRecordedOnce() {
		ReceivedSpan caller = application.inSpan("failure",
				() -> assertThatExceptionOfType(MessageHandlingException.class).isThrownBy(() -> send("failing", "x"))
					.withCauseInstanceOf(IllegalStateException.class));
		ReceivedSpan send = collector.awaitChild(caller, "send failing");
		ReceivedSpan process = collector.awaitChild(send, "process fail");
		for (ReceivedSpan span : List.of(send, process)) {
			assertThat(span.status()).isEqualTo(ReceivedSpan.StatusCode.ERROR);
			assertThat(span.attributes()).containsEntry("error.type", IllegalStateException.class.getName());
		}
		assertThat(process.events()).singleElement()
			.satisfies((event) -> assertThat(event.attributes()).containsEntry("exception.message", "no"));
		assertThat(send.events()).isEmpty();
	}

	@Test
	void anInboundAdapterIsNotRecordedAgainWhereItsSourceIs() {
		Inbound inbound = application.bean(Inbound.class);
		ReceivedSpan listener = application.inSpan("listener", () -> inbound.receive("x"));
		collector.awaitChild(listener, "send orders");
		inbound.receive("y");
		ReceivedSpan root = collector.awaitSpan("process inbound");
		assertThat(root.isRoot()).isTrue();
		assertThat(root.attributes()).containsEntry("spring.integration.type", "message-producer");
		collector.awaitChild(root, "send orders");
		assertThat(collector.trace(listener)).noneMatch((span) -> span.name().equals("process inbound"));
	}

	@Test
	void aMessageThatWasSentInAnotherTraceIsLinkedTo() {
		String traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
		ReceivedSpan caller = application.inSpan("release",
				() -> handler("accept").handleMessage(new GenericMessage<>("x", Map.of("traceparent", traceparent))));
		ReceivedSpan process = collector.awaitChild(caller, "process accept");
		assertThat(process.links()).singleElement()
			.satisfies((link) -> assertThat(link.spanId()).isEqualTo("b7ad6b7169203331"));
	}

	@Test
	void malformedHeadersAreNoParent() {
		handler("accept").handleMessage(new GenericMessage<>("malformed", Map.of("traceparent", "00-nonsense-01")));
		collector.await("a root",
				() -> collector.spans()
					.stream()
					.filter((span) -> span.name().equals("process accept") && span.isRoot() && span.links().isEmpty())
					.findAny());
	}

	@Test
	void switchedOffNothingIsObserved() {
		try (ObservedApplication off = run("--otel.instrumentation.integration.enabled=false",
				"--otel.service.name=off")) {
			off.context().getBean("orders", MessageChannel.class).send(new GenericMessage<>("x"));
			assertThat(off.context().getBean("orders", DirectChannel.class).isObserved()).isFalse();
		}
		collector
			.awaitSpan((span) -> "off".equals(span.resource().get("service.name")) && span.name().equals("accepted"));
		assertThat(collector.spans()).filteredOn((span) -> "off".equals(span.resource().get("service.name")))
			.extracting(ReceivedSpan::name)
			.containsOnly("accepted");
	}

	@Test
	void theApplicationSaysWhatIsObserved() {
		try (ObservedApplication own = run("--spring.integration.management.observation-patterns=waiting")) {
			assertThat(own.context().getBean("orders", DirectChannel.class).isObserved()).isFalse();
			assertThat(own.context().getBean("waiting", QueueChannel.class).isObserved()).isTrue();
		}
	}

	private static void send(String channel, String payload) {
		application.context().getBean(channel, MessageChannel.class).send(new GenericMessage<>(payload));
	}

	private static MessageHandler handler(String endpoint) {
		return application.context().getBean(endpoint + ".handler", MessageHandler.class);
	}

	private static ObservedApplication run(String... arguments) {
		List<String> all = new ArrayList<>(
				List.of("--otel.metrics.exporter=none", "--otel.logs.exporter=none", "--logging.level.root=warn"));
		all.addAll(List.of(arguments));
		return ObservedApplication.run(collector, Application.class, all.toArray(String[]::new));
	}

	@MessagingGateway
	interface Shop {

		@Gateway(requestChannel = "shop")
		String order(String item);

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@IntegrationComponentScan
	@Import(Acceptance.class)
	static class Application {

		@Bean
		DirectChannel orders() {
			return new DirectChannel();
		}

		@Bean
		IntegrationFlow acceptance(Acceptance acceptance) {
			return IntegrationFlow.from("orders")
				.handle(String.class, (payload, headers) -> acceptance.accept(payload),
						(endpoint) -> endpoint.id("accept"))
				.get();
		}

		@Bean
		TaskExecutor flows() {
			return new SimpleAsyncTaskExecutor("flows-");
		}

		@Bean
		ExecutorChannel elsewhere(TaskExecutor flows) {
			return new ExecutorChannel(flows);
		}

		@Bean
		IntegrationFlow handedOverFlow(Acceptance acceptance) {
			return IntegrationFlow.from("elsewhere")
				.handle(String.class, (payload, headers) -> acceptance.accept(payload),
						(endpoint) -> endpoint.id("handedOver"))
				.get();
		}

		@Bean
		QueueChannel waiting() {
			return new QueueChannel();
		}

		@Bean
		IntegrationFlow polledFlow(Acceptance acceptance) {
			return IntegrationFlow.from("waiting")
				.handle(String.class, (payload, headers) -> acceptance.accept(payload),
						(endpoint) -> endpoint.id("polled").poller(Pollers.fixedDelay(20)))
				.get();
		}

		@Bean
		IntegrationFlow shopFlow() {
			return IntegrationFlow.from("shop")
				.handle(String.class, (payload, headers) -> payload.toUpperCase(), (endpoint) -> endpoint.id("upper"))
				.get();
		}

		@Bean
		IntegrationFlow failingFlow() {
			return IntegrationFlow.from("failing").handle(String.class, (payload, headers) -> {
				throw new IllegalStateException("no");
			}, (endpoint) -> endpoint.id("fail")).get();
		}

		@Bean
		Entrance entrance() {
			Entrance entrance = new Entrance();
			entrance.setRequestChannelName("shop");
			return entrance;
		}

		@Bean
		Inbound inbound(DirectChannel orders) {
			Inbound inbound = new Inbound();
			inbound.setOutputChannel(orders);
			return inbound;
		}

	}

	static class Acceptance {

		@Traced("accepted")
		Object accept(String payload) {
			return null;
		}

	}

	static class Entrance extends MessagingGatewaySupport {

		Object exchange(String payload) {
			return sendAndReceive(payload);
		}

	}

	static class Inbound extends MessageProducerSupport {

		void receive(String payload) {
			sendMessage(new GenericMessage<>(payload));
		}

	}

}
