// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.blocking;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientBuilderConfigurer;
import org.springframework.boot.restclient.autoconfigure.RestClientObservationAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestOperations;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import org.springframework.web.service.registry.ImportHttpServices;

import io.otelspring.autoconfigure.web.client.Recorded;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for which clients of an application are traced, each once, and that they stay
 * what they are.
 */
@ExtendWith(OutputCaptureExtension.class)
class TracedClientsTests extends ClientContexts {

	@Test
	void tracesBeansWithoutBootsRestClientModule() {
		this.plain.withClassLoader(new FilteredClassLoader("org.springframework.boot.restclient"))
			.withUserConfiguration(Beans.class)
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean("otelSpringRestTemplateCustomizer");
				call(context.getBean("plainTemplate", RestTemplate.class));
				call(context.getBean("plainClient", RestClient.class));
			});
	}

	@Test
	void tracesWhatBootBuilds() {
		this.boot.run((context) -> {
			call(context.getBean(RestTemplateBuilder.class).build());
			call(context.getBean(RestClient.Builder.class).build());
			call(context.getBean(RestClient.Builder.class)
				.requestFactory(new SimpleClientHttpRequestFactory())
				.build());
			call(context.getBean(RestClientBuilderConfigurer.class).configure(RestClient.builder()).build());
			RestClient.Builder own = RestClient.builder();
			context.getBean(RestClientBuilderConfigurer.class).configure(own);
			call(own.build());
			RestClient.Builder customized = RestClient.builder();
			context.getBeanProvider(RestClientCustomizer.class)
				.orderedStream()
				.forEach((customizer) -> customizer.customize(customized));
			call(customized.build());
			RestTemplate changed = context.getBean(RestTemplateBuilder.class).build();
			changed.setRequestFactory(new SimpleClientHttpRequestFactory());
			call(changed);
			assertThat(context.getBean(RestClient.Builder.class))
				.isNotSameAs(context.getBean(RestClient.Builder.class));
		});
	}

	@Test
	void tracesInsideTheApplicationsCustomizers() {
		this.boot.withUserConfiguration(Customizers.class).run((context) -> {
			RestTemplate template = context.getBean(RestTemplateBuilder.class).build();
			template.getForObject(this.server.url() + "/leaf/{id}", String.class, 1);
			context.getBean(RestClient.Builder.class)
				.build()
				.get()
				.uri(this.server.url() + "/leaf/{id}", 1)
				.retrieve()
				.toBodilessEntity();
			assertThat(this.recorded.spanNames()).hasSize(4).containsOnly("GET /leaf/{id}");
			assertThat(this.recorded.spans())
				.extracting((span) -> span.getAttributes().get(AttributeKey.stringKey("network.protocol.version")))
				.containsOnly("1.1");
		});
	}

	@Test
	void customizersSeeTheBuilderThatTheApplicationGets() {
		this.boot.withUserConfiguration(Customizers.class).run((context) -> {
			RestClient.Builder builder = context.getBean(RestClient.Builder.class);
			assertThat(context.getBean(Customizers.class).customized).isSameAs(builder);
		});
	}

	@Test
	void tracesBeansOfTheApplication() {
		this.boot.withUserConfiguration(Beans.class).run((context) -> {
			call(context.getBean("plainTemplate", RestTemplate.class));
			call(context.getBean("templateOfFactory", RestTemplate.class));
			call(context.getBean("builtTemplate", RestTemplate.class));
			call(context.getBean("plainClient", RestClient.class));
			call(context.getBean("builtClient", RestClient.class));
			call(context.getBean("clientOfTemplate", RestClient.class));
			call(context.getBean("ownBuilder", RestClient.Builder.class).build());
			assertThat(context.getBean("ownTemplate")).isExactlyInstanceOf(OwnTemplate.class);
			call(context.getBean("ownTemplate", RestTemplate.class));
			context.getBean(Leaves.class).leaf(1);
			assertOneSpan();
		});
	}

	@Test
	void tracesDeclaredHttpServices() {
		this.boot.withUserConfiguration(Services.class)
			.withPropertyValues("spring.http.serviceclient.leaves.base-url=" + this.server.url() + "/api")
			.run((context) -> {
				context.getBean(GroupLeaves.class).leaf(1);
				assertThat(this.recorded.spanNames()).containsExactly("GET /api/leaf/{id}");
				assertThat(this.server.request().header("traceparent"))
					.isEqualTo(Recorded.traceparent(this.recorded.span()));
			});
	}

	@Test
	void tracesDeclaredHttpServicesWithoutBootsRestClientModule() {
		this.plain.withClassLoader(new FilteredClassLoader("org.springframework.boot.restclient"))
			.withUserConfiguration(Services.class, GroupOfApplication.class)
			.run((context) -> {
				context.getBean(GroupLeaves.class).leaf(1);
				assertThat(this.recorded.spanNames()).containsExactly("GET /own/leaf/{id}");
			});
	}

	@Test
	void aClientMayBePartOfThePipeline() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(BlockingHttpClientAutoConfiguration.class,
					ImperativeHttpClientAutoConfiguration.class, RestClientAutoConfiguration.class))
			.withBean(Recorded.class, () -> this.recorded)
			.withUserConfiguration(SdkWithClient.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				call(context.getBean("exporting", RestClient.class));
			});
	}

	@Test
	void tracesWhatABuilderOfTheApplicationBuilds() {
		this.boot.withBean(RestTemplateBuilder.class, RestTemplateBuilder::new)
			.run((context) -> call(context.getBean(RestTemplateBuilder.class).build()));
	}

	@Test
	void templatesFromBootsBuilderHaveFactoriesOfTheirType() {
		this.boot.withPropertyValues("spring.http.clients.imperative.factory=simple").run((context) -> {
			RestTemplate template = context.getBean(RestTemplateBuilder.class).build();
			((SimpleClientHttpRequestFactory) template.getRequestFactory()).setReadTimeout(60_000);
			call(template);
		});
	}

	@Test
	void standsBehindProxies() {
		this.boot.withUserConfiguration(Beans.class, Proxies.class).run((context) -> {
			RestClient client = context.getBean("plainClient", RestClient.class);
			RestTemplate template = context.getBean("ownTemplate", RestTemplate.class);
			assertThat(AopUtils.isAopProxy(client)).isTrue();
			assertThat(AopUtils.isCglibProxy(template)).isTrue();
			call(template);
			client.get().uri(this.server.url() + "/leaf/{id}", 1).retrieve().toBodilessEntity();
			assertOneSpan();
		});
	}

	@Test
	void bootsObservationIsAsBefore() {
		List<String> observed = new CopyOnWriteArrayList<>();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new ObservationHandler<ClientRequestObservationContext>() {

			@Override
			public void onStop(ClientRequestObservationContext context) {
				observed.add(context.getName() + context.getLowCardinalityKeyValues());
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return context instanceof ClientRequestObservationContext;
			}

		});
		this.boot.withBean(ObservationRegistry.class, () -> registry)
			.withConfiguration(AutoConfigurations.of(RestClientObservationAutoConfiguration.class,
					RestTemplateObservationAutoConfiguration.class))
			.run((context) -> {
				context.getBean(RestTemplateBuilder.class)
					.build()
					.getForObject(this.server.url() + "/leaf/{id}", String.class, 1);
				assertOneSpan();
				context.getBean(RestClient.Builder.class)
					.build()
					.get()
					.uri(this.server.url() + "/leaf/{id}", 1)
					.retrieve()
					.toBodilessEntity();
				assertOneSpan();
			});
		assertThat(observed).hasSize(2)
			.allMatch((name) -> name.startsWith("http.client.requests"))
			.allMatch((name) -> name.contains("uri='/leaf/{id}'") || name.contains("/leaf/{id}"))
			.allMatch((name) -> name.contains("200") && name.contains("127.0.0.1"));
	}

	@Test
	void createsNoBeanTooEarly(CapturedOutput output) {
		this.boot.withUserConfiguration(Beans.class, Services.class)
			.withPropertyValues("spring.http.serviceclient.leaves.base-url=" + this.server.url())
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("is not eligible for getting processed by all BeanPostProcessors");
	}

	private void call(RestTemplate template) {
		this.recorded.clear();
		template.getForObject(this.server.url() + "/leaf/{id}", String.class, 1);
		assertOneSpan();
	}

	private void call(RestClient client) {
		this.recorded.clear();
		client.get().uri(this.server.url() + "/leaf/{id}", 1).retrieve().toBodilessEntity();
		assertOneSpan();
		this.recorded.clear();
		client.mutate().build().get().uri(this.server.url() + "/leaf/{id}", 1).retrieve().toBodilessEntity();
		assertOneSpan();
		this.recorded.clear();
	}

	private void assertOneSpan() {
		assertThat(this.recorded.spanNames()).containsExactly("GET /leaf/{id}");
		assertThat(this.server.request().header("traceparent")).isEqualTo(Recorded.traceparent(this.recorded.span()));
		this.recorded.clear();
	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		RestTemplate plainTemplate() {
			return new RestTemplate();
		}

		@Bean
		OwnTemplate ownTemplate() {
			return new OwnTemplate();
		}

		@Bean
		FactoryBean<RestTemplate> templateOfFactory() {
			return new FactoryBean<>() {

				@Override
				public RestTemplate getObject() {
					return new RestTemplate();
				}

				@Override
				public Class<?> getObjectType() {
					return RestTemplate.class;
				}

			};
		}

		@Bean
		RestOperations builtTemplate(ApplicationContext context) {
			return context.containsBean("restTemplateBuilder")
					? context.getBean("restTemplateBuilder", RestTemplateBuilder.class).build() : new RestTemplate();
		}

		@Bean
		RestClient plainClient() {
			return RestClient.create();
		}

		@Bean
		RestClient builtClient(@Qualifier("ownBuilder") RestClient.Builder builder) {
			return builder.build();
		}

		@Bean
		RestClient clientOfTemplate(RestTemplate plainTemplate) {
			return RestClient.create(plainTemplate);
		}

		@Bean
		RestClient.Builder ownBuilder() {
			return RestClient.builder().requestFactory(new SimpleClientHttpRequestFactory());
		}

		@Bean
		Leaves leaves(RestClient plainClient, @Value("${server.url}") String url) {
			return HttpServiceProxyFactory
				.builderFor(RestClientAdapter.create(plainClient.mutate().baseUrl(url).build()))
				.build()
				.createClient(Leaves.class);
		}

	}

	static class OwnTemplate extends RestTemplate {

	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers {

		RestClient.Builder customized;

		@Bean
		RestTemplateCustomizer templateCustomizer() {
			return (template) -> {
				template.setRequestFactory(new SimpleClientHttpRequestFactory());
				template.getInterceptors().add((request, body, execution) -> {
					execution.execute(request, body).close();
					return execution.execute(request, body);
				});
			};
		}

		@Bean
		RestClientCustomizer clientCustomizer() {
			return (builder) -> {
				this.customized = builder;
				builder.requestFactory(new SimpleClientHttpRequestFactory());
				builder.requestInterceptor((request, body, execution) -> {
					execution.execute(request, body).close();
					return execution.execute(request, body);
				});
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "leaves", types = GroupLeaves.class)
	static class Services {

	}

	@Configuration(proxyBeanMethods = false)
	static class GroupOfApplication {

		@Bean
		RestClientHttpServiceGroupConfigurer own(@Value("${server.url}") String url) {
			return (groups) -> groups.forEachClient((group,
					builder) -> builder.requestFactory(new SimpleClientHttpRequestFactory()).baseUrl(url + "/own"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SdkWithClient {

		@Bean
		RestClient exporting(RestClient.Builder builder) {
			return builder.build();
		}

		@Bean(destroyMethod = "")
		OpenTelemetry openTelemetry(RestClient exporting, RestTemplate exportingToo, Recorded recorded) {
			return recorded.sdk();
		}

		@Bean
		RestTemplate exportingToo() {
			return new RestTemplate();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Proxies {

		@Bean
		static BeanNameAutoProxyCreator proxyCreator() {
			BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
			creator.setBeanNames("plainClient", "ownTemplate");
			creator.setInterceptorNames("nothing");
			creator.setProxyTargetClass(true);
			return creator;
		}

		@Bean
		static MethodInterceptor nothing() {
			return MethodInvocation::proceed;
		}

	}

	interface Leaves {

		@GetExchange("/leaf/{id}")
		void leaf(@PathVariable int id);

	}

	@HttpExchange
	interface GroupLeaves {

		@GetExchange("/leaf/{id}")
		String leaf(@PathVariable int id);

	}

}
