// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.mongo;

import com.mongodb.ContextProvider;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.SynchronousContextProvider;
import com.mongodb.event.CommandListener;
import com.mongodb.reactivestreams.client.ReactiveContextProvider;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.BaseSubscriber;

import io.otelspring.autoconfigure.ReactorContextKey;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MongoAutoConfiguration}.
 */
class MongoAutoConfigurationTests {

	private static final ContextKey<String> KEY = ContextKey.named("test");

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MongoAutoConfiguration.class))
		.withBean(OpenTelemetry.class, OpenTelemetry::noop)
		.withUserConfiguration(Settings.class);

	@Test
	void registeredInAutoConfigurationImports() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()).getCandidates())
			.contains(MongoAutoConfiguration.class.getName());
	}

	@Test
	void settingsHaveTheListenerOnce() {
		this.contextRunner.run((context) -> {
			CommandListener listener = context.getBean(RecordingCommandListener.class);
			assertThat(context.getBean("plain", MongoClientSettings.class).getCommandListeners())
				.containsExactly(listener);
			assertThat(context.getBean("withListener", MongoClientSettings.class).getCommandListeners())
				.containsExactly(listener);
		});
	}

	@Test
	void settingsServeEitherDriver() {
		this.contextRunner
			.run((context) -> assertThat(context.getBean("plain", MongoClientSettings.class).getContextProvider())
				.isInstanceOf(SynchronousContextProvider.class)
				.isInstanceOf(ReactiveContextProvider.class));
	}

	@Test
	void theApplicationsOwnContextProviderStays() {
		this.contextRunner.run(
				(context) -> assertThat(context.getBean("withProvider", MongoClientSettings.class).getContextProvider())
					.isSameAs(Settings.PROVIDER));
	}

	@Test
	void nothingIsDoneWhenSwitchedOff() {
		this.contextRunner.withPropertyValues("otel.instrumentation.mongo.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(CommandListener.class));
	}

	@Test
	void nothingIsDoneWithoutTheDriver() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MongoAutoConfiguration.class))
			.withBean(OpenTelemetry.class, OpenTelemetry::noop)
			.withClassLoader(new FilteredClassLoader("com.mongodb"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("otelSpringMongoSettingsPostProcessor"));
	}

	@Test
	void aSubscriptionBringsTheContextThatReactorCarries() {
		Context carried = Context.root().with(KEY, "carried");
		Subscriber<Object> subscriber = new BaseSubscriber<>() {

			@Override
			public reactor.util.context.Context currentContext() {
				return reactor.util.context.Context.of(ReactorContextKey.VALUE, carried);
			}

		};
		assertThat(ContextOfRequest.of(new SubscriptionContexts().getContext(subscriber))).isSameAs(carried);
	}

	@Test
	void aSubscriptionWithoutReactorsContextBringsThatOfTheThread() {
		Context current = Context.root().with(KEY, "current");
		try (Scope scope = current.makeCurrent()) {
			ContextOfRequest request = (ContextOfRequest) new SubscriptionContexts().getContext(new BaseSubscriber<>() {
			});
			assertThat(ContextOfRequest.of(request)).isSameAs(current);
			assertThat(request.isEmpty()).isTrue();
			request.put("key", "value");
			assertThat(request.<String>get("key")).isEqualTo("value");
			assertThat(request.getOrDefault("other", "none")).isEqualTo("none");
			assertThat(request.stream()).hasSize(1);
			request.delete("key");
			assertThat(request.hasKey("key")).isFalse();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Settings {

		static final ContextProvider PROVIDER = new ContextProvider() {
		};

		@Bean
		MongoClientSettings plain() {
			return MongoClientSettings.builder().build();
		}

		@Bean
		MongoClientSettings withListener(ObjectProvider<CommandListener> listeners) {
			MongoClientSettings.Builder builder = MongoClientSettings.builder();
			listeners.forEach(builder::addCommandListener);
			return builder.build();
		}

		@Bean
		MongoClientSettings withProvider() {
			return MongoClientSettings.builder().contextProvider(PROVIDER).build();
		}

	}

}
