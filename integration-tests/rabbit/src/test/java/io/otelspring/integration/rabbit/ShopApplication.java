// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.rabbit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.opentelemetry.api.trace.Tracer;
import org.aopalliance.intercept.MethodInterceptor;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.FanoutExchange;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.TopicExchange;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.config.DirectRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.SendTo;
import reactor.core.publisher.Mono;

import io.otelspring.annotation.Untraced;

/**
 * An application that sends and listens.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ShopApplication {

	/**
	 * How long asynchronous listeners take.
	 */
	static final long LATER_MILLIS = 200;

	private static final Executor LATER = CompletableFuture.delayedExecutor(LATER_MILLIS, TimeUnit.MILLISECONDS);

	private final AtomicInteger requeued = new AtomicInteger();

	@Bean
	Declarables queues() {
		return new Declarables(Stream
			.of("orders", "shipping", "batches", "rpc", "forward", "replies", "failing", "requeued", "own", "direct",
					"pull", "silent", "future", "mono", "async-failing", "mono-failing", "async-batch")
			.map(Queue::new)
			.toList());
	}

	@Bean
	TopicExchange shop() {
		return new TopicExchange("shop");
	}

	@Bean
	Binding shipping(TopicExchange shop) {
		return BindingBuilder.bind(new Queue("shipping")).to(shop).with("order.#");
	}

	@Bean
	FanoutExchange news() {
		return new FanoutExchange("news");
	}

	@Bean
	Queue readers() {
		// An AnonymousQueue has an argument that brokers before 3.11 do not know.
		return new Queue("spring.gen-readers", false, true, true);
	}

	@Bean
	Binding reading(@Qualifier("readers") Queue readers, FanoutExchange news) {
		return BindingBuilder.bind(readers).to(news);
	}

	@Bean
	Orders listeners(Tracer tracer) {
		return new Orders(tracer, this.requeued);
	}

	@Bean
	Silent silent(RabbitTemplate template) {
		return new Silent(template);
	}

	@Bean
	SimpleRabbitListenerContainerFactory batches(
			org.springframework.amqp.rabbit.connection.ConnectionFactory connections) {
		SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
		factory.setConnectionFactory(connections);
		factory.setBatchListener(true);
		factory.setConsumerBatchEnabled(true);
		factory.setBatchSize(2);
		factory.setBatchReceiveTimeout(10000L);
		return factory;
	}

	@Bean
	SimpleRabbitListenerContainerFactory requeuing(
			org.springframework.amqp.rabbit.connection.ConnectionFactory connections) {
		SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
		factory.setConnectionFactory(connections);
		return factory;
	}

	@Bean
	SimpleRabbitListenerContainerFactory manual(
			org.springframework.amqp.rabbit.connection.ConnectionFactory connections) {
		SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
		factory.setConnectionFactory(connections);
		factory.setAcknowledgeMode(AcknowledgeMode.MANUAL);
		factory.setDefaultRequeueRejected(false);
		factory.setContainerCustomizer((container) -> container.setListenerId("customized"));
		return factory;
	}

	@Bean
	SimpleRabbitListenerContainerFactory manualBatches(
			org.springframework.amqp.rabbit.connection.ConnectionFactory connections) {
		SimpleRabbitListenerContainerFactory factory = batches(connections);
		factory.setAcknowledgeMode(AcknowledgeMode.MANUAL);
		return factory;
	}

	@Bean
	DirectRabbitListenerContainerFactory direct(
			org.springframework.amqp.rabbit.connection.ConnectionFactory connections) {
		DirectRabbitListenerContainerFactory factory = new DirectRabbitListenerContainerFactory();
		factory.setConnectionFactory(connections);
		return factory;
	}

	@Bean
	AtomicInteger advised() {
		return new AtomicInteger();
	}

	@Bean
	SimpleMessageListenerContainer own(org.springframework.amqp.rabbit.connection.ConnectionFactory connections,
			AtomicInteger advised) {
		SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
		container.setQueueNames("own");
		container.setAdviceChain((MethodInterceptor) (invocation) -> {
			advised.incrementAndGet();
			return invocation.proceed();
		});
		container.setMessageListener((MessageListener) (message) -> {
		});
		return container;
	}

	static class Silent {

		private final RabbitTemplate template;

		Silent(RabbitTemplate template) {
			this.template = template;
		}

		@Untraced
		void send() {
			this.template.convertAndSend("silent", "x");
		}

	}

	static class Orders {

		private final Tracer tracer;

		private final AtomicInteger requeued;

		Orders(Tracer tracer, AtomicInteger requeued) {
			this.tracer = tracer;
			this.requeued = requeued;
		}

		@RabbitListener(queues = { "orders", "shipping", "replies", "silent" })
		void order(Message message) {
			this.tracer.spanBuilder("inside").startSpan().end();
		}

		@RabbitListener(queues = "#{readers.name}")
		void news(String message) {
		}

		@RabbitListener(queues = "batches", containerFactory = "batches")
		void batch(List<String> messages) {
		}

		@RabbitListener(queues = "rpc")
		String call(String message) {
			return "pong";
		}

		@RabbitListener(queues = "forward")
		@SendTo("replies")
		String forward(String message) {
			return "forwarded";
		}

		@RabbitListener(queues = "failing")
		void fail(String message) {
			throw new IllegalStateException("no stock");
		}

		@RabbitListener(queues = "requeued", containerFactory = "requeuing")
		void requeue(String message) {
			if (this.requeued.getAndIncrement() == 0) {
				throw new IllegalStateException("once more");
			}
		}

		@RabbitListener(queues = "future", containerFactory = "manual")
		CompletableFuture<String> future(String message) {
			return CompletableFuture.supplyAsync(() -> "answer", LATER);
		}

		@RabbitListener(queues = "mono", containerFactory = "manual")
		Mono<String> mono(String message) {
			return Mono.delay(Duration.ofMillis(LATER_MILLIS)).map((tick) -> {
				this.tracer.spanBuilder("in the mono").startSpan().end();
				return "answer";
			});
		}

		@RabbitListener(queues = "async-failing", containerFactory = "manual")
		CompletableFuture<Void> failLater(String message) {
			return CompletableFuture.runAsync(() -> {
				throw new IllegalStateException("no stock");
			}, LATER);
		}

		@RabbitListener(queues = "mono-failing", containerFactory = "manual")
		Mono<Void> failMonoLater(String message) {
			return Mono.delay(Duration.ofMillis(LATER_MILLIS)).then(Mono.error(new IllegalStateException("no stock")));
		}

		@RabbitListener(queues = "async-batch", containerFactory = "manualBatches")
		Mono<Void> batchLater(List<String> messages) {
			return Mono.delay(Duration.ofMillis(LATER_MILLIS)).then();
		}

		@RabbitListener(queues = "direct", containerFactory = "direct")
		void direct(String message) {
		}

	}

}
