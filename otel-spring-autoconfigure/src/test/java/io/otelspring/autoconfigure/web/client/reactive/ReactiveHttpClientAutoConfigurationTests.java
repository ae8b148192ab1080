// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.reactive;

import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import org.springframework.web.service.registry.HttpServiceGroup;
import org.springframework.web.service.registry.ImportHttpServices;

import io.otelspring.autoconfigure.web.client.HttpClientTelemetry;
import io.otelspring.autoconfigure.web.client.Recorded;
import io.otelspring.autoconfigure.web.client.blocking.BlockingHttpClientAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReactiveHttpClientAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReactiveHttpClientAutoConfigurationTests {

	private final Recorded recorded = new Recorded();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ReactiveHttpClientAutoConfiguration.class,
				BlockingHttpClientAutoConfiguration.class))
		.withBean(OpenTelemetry.class, this.recorded::sdk, (definition) -> definition.setDestroyMethodName(""))
		.withUserConfiguration(Beans.class);

	@Test
	void registeredInAutoConfigurationImports() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()))
			.contains(ReactiveHttpClientAutoConfiguration.class.getName());
	}

	@Test
	void tracesBeansOfTheApplication() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(HttpClientTelemetry.class);
			call(context.getBean("plainClient", WebClient.class));
			call(context.getBean("clientOfFactory", WebClient.class));
			call(context.getBean("builtClient", WebClient.class));
			call(context.getBean("builder", WebClient.Builder.class).build());
			context.getBean(Leaves.class).leaf(1);
			assertOneSpan();
		});
	}

	@Test
	void tracesDeclaredHttpServices() {
		this.runner.withUserConfiguration(Services.class).run((context) -> {
			context.getBean(GroupLeaves.class).leaf(1);
			assertThat(this.recorded.spanNames()).containsExactly("GET /group/leaf/{id}");
		});
	}

	@Test
	void worksForItself() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ReactiveHttpClientAutoConfiguration.class))
			.withBean(OpenTelemetry.class, this.recorded::sdk, (definition) -> definition.setDestroyMethodName(""))
			.withUserConfiguration(Beans.class)
			.run((context) -> call(context.getBean("plainClient", WebClient.class)));
	}

	@Test
	void twoContextsDoNotMeet() {
		Recorded other = new Recorded();
		this.runner.run((context) -> new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ReactiveHttpClientAutoConfiguration.class))
			.withBean(OpenTelemetry.class, other::sdk, (definition) -> definition.setDestroyMethodName(""))
			.withUserConfiguration(Beans.class)
			.run((second) -> {
				call(context.getBean("plainClient", WebClient.class));
				second.getBean("plainClient", WebClient.class)
					.get()
					.uri("/leaf/{id}", 2)
					.retrieve()
					.toBodilessEntity()
					.block();
				assertThat(other.spans()).hasSize(1);
				assertThat(this.recorded.spans()).isEmpty();
			}));
	}

	@Test
	void canBeSwitchedOff() {
		for (String property : List.of("otel.instrumentation.http.client.enabled=false",
				"otel.instrumentation.common.default-enabled=false", "otel.sdk.disabled=true")) {
			this.runner.withPropertyValues(property).run((context) -> {
				assertThat(context).doesNotHaveBean(WebClientTracing.class)
					.doesNotHaveBean(WebClientPostProcessor.class)
					.doesNotHaveBean(HttpClientTelemetry.class);
				context.getBean("plainClient", WebClient.class).get().retrieve().toBodilessEntity().block();
				assertThat(this.recorded.spans()).isEmpty();
			});
		}
	}

	@Test
	void needsTheSdk() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ReactiveHttpClientAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HttpClientTelemetry.class));
	}

	@Test
	void needsWebFlux() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ReactiveHttpClientAutoConfiguration.class,
					BlockingHttpClientAutoConfiguration.class))
			.withBean(OpenTelemetry.class, this.recorded::sdk, (definition) -> definition.setDestroyMethodName(""))
			.withClassLoader(new FilteredClassLoader("org.springframework.web.reactive", "reactor"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(WebClientTracing.class)
				.hasSingleBean(HttpClientTelemetry.class));
	}

	@Test
	void aClientMayBePartOfThePipeline() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ReactiveHttpClientAutoConfiguration.class))
			.withBean(Recorded.class, () -> this.recorded)
			.withUserConfiguration(SdkWithClient.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				call(context.getBean("exporting", WebClient.class));
			});
	}

	@Test
	void createsNoBeanTooEarly(CapturedOutput output) {
		this.runner.withUserConfiguration(Services.class).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("is not eligible for getting processed by all BeanPostProcessors");
	}

	private void call(WebClient client) {
		this.recorded.clear();
		client.get().uri("/leaf/{id}", 1).retrieve().toBodilessEntity().block();
		assertOneSpan();
		client.mutate().build().get().uri("/leaf/{id}", 1).retrieve().toBodilessEntity().block();
		assertOneSpan();
	}

	private void assertOneSpan() {
		assertThat(this.recorded.spanNames()).containsExactly("GET /leaf/{id}");
		this.recorded.clear();
	}

	private static WebClient.Builder canned() {
		return WebClient.builder().clientConnector(new CannedExchange()).baseUrl("http://shop.example");
	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		WebClient plainClient() {
			return canned().build();
		}

		@Bean
		WebClient.Builder builder() {
			return canned();
		}

		@Bean
		WebClient builtClient(WebClient.Builder builder) {
			return builder.build();
		}

		@Bean
		FactoryBean<WebClient> clientOfFactory() {
			return new FactoryBean<>() {

				@Override
				public WebClient getObject() {
					return canned().build();
				}

				@Override
				public Class<?> getObjectType() {
					return WebClient.class;
				}

			};
		}

		@Bean
		Leaves leaves(WebClient plainClient) {
			return HttpServiceProxyFactory.builderFor(WebClientAdapter.create(plainClient))
				.build()
				.createClient(Leaves.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "leaves", types = GroupLeaves.class,
			clientType = HttpServiceGroup.ClientType.WEB_CLIENT)
	static class Services {

		@Bean
		WebClientHttpServiceGroupConfigurer own() {
			return (groups) -> groups.forEachClient((group, builder) -> builder.clientConnector(new CannedExchange())
				.baseUrl("http://shop.example/group"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SdkWithClient {

		@Bean
		WebClient exporting() {
			return canned().build();
		}

		@Bean(destroyMethod = "")
		OpenTelemetry openTelemetry(WebClient exporting, Recorded recorded) {
			return recorded.sdk();
		}

	}

	interface Leaves {

		@GetExchange("/leaf/{id}")
		void leaf(@PathVariable int id);

	}

	interface GroupLeaves {

		@GetExchange("/leaf/{id}")
		void leaf(@PathVariable int id);

	}

}
