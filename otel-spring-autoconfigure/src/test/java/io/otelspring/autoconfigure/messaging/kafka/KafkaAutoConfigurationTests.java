// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.kafka;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.core.RoutingKafkaTemplate;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.listener.CompositeRecordInterceptor;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.kafka.listener.RecordInterceptor;

import io.otelspring.autoconfigure.observation.ObservationTable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KafkaAutoConfiguration}.
 */
class KafkaAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class))
		.withBean(OpenTelemetry.class, OpenTelemetry::noop)
		.withUserConfiguration(Application.class);

	@Test
	void registeredInAutoConfigurationImports() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()).getCandidates())
			.contains(KafkaAutoConfiguration.class.getName());
	}

	@Test
	void producersOfAllFactoriesRecord() {
		this.contextRunner.run((context) -> {
			assertThat(recordings(context.getBean("factory", ProducerFactory.class))).isOne();
			assertThat(recordings(context.getBean("hidden", KafkaTemplate.class).getProducerFactory())).isOne();
			assertThat(recordings(context.getBean("overriding", KafkaTemplate.class).getProducerFactory())).isOne();
			RoutingKafkaTemplate routing = context.getBean(RoutingKafkaTemplate.class);
			assertThat(recordings(routing.getProducerFactory("one"))).isOne();
			assertThat(recordings(routing.getProducerFactory("two"))).isOne();
		});
	}

	@Test
	void aProducerThatIsMadeRecords() {
		this.contextRunner.run((context) -> {
			MockFactory factory = context.getBean("factory", MockFactory.class);
			try (Producer<String, String> producer = factory.createProducer()) {
				assertThat(factory.apply()).isInstanceOf(RecordingProducer.class);
				assertThat(producer).isNotNull();
			}
		});
	}

	@Test
	void containersRecordRoundTheApplicationsInterceptors() {
		this.contextRunner.run((context) -> {
			ConcurrentKafkaListenerContainerFactory<String, String> factory = context.getBean("listeners",
					ConcurrentKafkaListenerContainerFactory.class);
			assertThat(factory.getRecordInterceptor()).isInstanceOf(RecordSpans.class)
				.isInstanceOf(CompositeRecordInterceptor.class)
				.extracting("delegates")
				.asInstanceOf(InstanceOfAssertFactories.COLLECTION)
				.containsExactly(Application.RECORDS);
			assertThat(factory.getBatchInterceptor()).isInstanceOf(BatchSpans.class);
			ConcurrentMessageListenerContainer<String, String> container = factory.createContainer("topic");
			assertThat(container.getRecordInterceptor()).isSameAs(factory.getRecordInterceptor());
			assertThat(container.getContainerProperties().getObservationRegistry()).isInstanceOf(ResultRegistry.class);
			assertThat(container.getContainerProperties().isObservationEnabled()).isFalse();
			KafkaMessageListenerContainer<String, String> own = context.getBean("container",
					KafkaMessageListenerContainer.class);
			assertThat(own.getRecordInterceptor()).isInstanceOf(RecordSpans.class);
			assertThat(own.getBatchInterceptor()).isInstanceOf(BatchSpans.class);
		});
	}

	@Test
	void theApplicationsRegistryOfObservationsStays() {
		this.contextRunner.run((context) -> assertThat(context.getBean("container", KafkaMessageListenerContainer.class)
			.getContainerProperties()
			.getObservationRegistry()).isSameAs(Application.REGISTRY));
	}

	@Test
	void observationsOfTheLibraryAreNotRecordedInAddition() {
		this.contextRunner.run((context) -> assertThat(context.getBean(ObservationTable.class).mappings()).hasSize(2));
	}

	@Test
	void nothingIsDoneWhenSwitchedOff() {
		this.contextRunner.withPropertyValues("otel.instrumentation.kafka.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(KafkaTelemetry.class).doesNotHaveBean(ObservationTable.class);
			assertThat(recordings(context.getBean("factory", ProducerFactory.class))).isZero();
			assertThat(
					context.getBean("listeners", ConcurrentKafkaListenerContainerFactory.class).getRecordInterceptor())
				.isSameAs(Application.RECORDS);
		});
	}

	@Test
	void nothingIsDoneWithoutTheLibrary() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class))
			.withBean(OpenTelemetry.class, OpenTelemetry::noop)
			.withClassLoader(new FilteredClassLoader("org.springframework.kafka"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("otelSpringKafkaPostProcessor"));
	}

	@Test
	void twoContextsDoNotShareAnything() {
		this.contextRunner.run((first) -> this.contextRunner.run((second) -> {
			assertThat(first.getBean(KafkaTelemetry.class)).isNotSameAs(second.getBean(KafkaTelemetry.class));
			assertThat(recordings(first.getBean("factory", ProducerFactory.class))).isOne();
			assertThat(recordings(second.getBean("factory", ProducerFactory.class))).isOne();
		}));
	}

	private static long recordings(ProducerFactory<?, ?> factory) {
		return factory.getPostProcessors().stream().filter(ProducerRecording.class::isInstance).count();
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		static final RecordInterceptor<String, String> RECORDS = (record, consumer) -> record;

		static final BatchInterceptor<String, String> BATCHES = (records, consumer) -> records;

		static final ObservationRegistry REGISTRY = ObservationRegistry.create();

		@Bean
		MockFactory factory() {
			return new MockFactory();
		}

		@Bean
		KafkaTemplate<String, String> hidden() {
			return new KafkaTemplate<>(new MockFactory());
		}

		@Bean
		KafkaTemplate<String, String> overriding(MockFactory factory) {
			return new KafkaTemplate<>(factory, Map.of("linger.ms", 5));
		}

		@Bean
		RoutingKafkaTemplate routing() {
			Map<Pattern, ProducerFactory<Object, Object>> factories = new LinkedHashMap<>();
			factories.put(Pattern.compile("one"), new DefaultKafkaProducerFactory<>(Map.of()));
			factories.put(Pattern.compile(".+"), new DefaultKafkaProducerFactory<>(Map.of()));
			return new RoutingKafkaTemplate(factories);
		}

		@Bean
		ConsumerFactory<String, String> consumers() {
			return new DefaultKafkaConsumerFactory<>(Map.of("bootstrap.servers", "localhost:9092", "group.id", "shop"));
		}

		@Bean
		ConcurrentKafkaListenerContainerFactory<String, String> listeners(ConsumerFactory<String, String> consumers) {
			ConcurrentKafkaListenerContainerFactory<String, String> factory = new ConcurrentKafkaListenerContainerFactory<>();
			factory.setConsumerFactory(consumers);
			factory.setRecordInterceptor(RECORDS);
			factory.setBatchInterceptor(BATCHES);
			return factory;
		}

		@Bean
		KafkaMessageListenerContainer<String, String> container(ConsumerFactory<String, String> consumers) {
			ContainerProperties properties = new ContainerProperties("topic");
			properties.setMessageListener((MessageListener<String, String>) (record) -> {
			});
			properties.setObservationRegistry(REGISTRY);
			KafkaMessageListenerContainer<String, String> container = new KafkaMessageListenerContainer<>(consumers,
					properties);
			container.setAutoStartup(false);
			return container;
		}

	}

	/**
	 * A factory whose producers need no broker.
	 */
	static class MockFactory extends DefaultKafkaProducerFactory<String, String> {

		MockFactory() {
			super(Map.of("bootstrap.servers", "localhost:9092"));
		}

		@Override
		protected Producer<String, String> createRawProducer(Map<String, Object> configuration) {
			return new MockProducer<>(true, null, new StringSerializer(), new StringSerializer());
		}

		Producer<String, String> apply() {
			Producer<String, String> producer = createRawProducer(Map.of());
			for (var postProcessor : getPostProcessors()) {
				producer = postProcessor.apply(producer);
			}
			return producer;
		}

	}

}
