// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.reactive;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.reactive.TomcatReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Mono;

import io.otelspring.autoconfigure.ReactorContextKey;
import io.otelspring.autoconfigure.Suppression;
import io.otelspring.autoconfigure.context.reactor.ReactorContextAutoConfiguration;
import io.otelspring.autoconfigure.web.server.ActuatorPaths;
import io.otelspring.autoconfigure.web.server.HttpServerTelemetry;

import static org.assertj.core.api.Assertions.assertThat;

class ReactiveHttpServerAutoConfigurationTests {

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withBean(OpenTelemetry.class, this::openTelemetry)
		.withUserConfiguration(Application.class)
		.withConfiguration(AutoConfigurations.of(ReactorContextAutoConfiguration.class,
				ReactiveHttpServerAutoConfiguration.class));

	@Test
	void isRegistered() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()).getCandidates())
			.contains(ReactiveHttpServerAutoConfiguration.class.getName(),
					ReactorContextAutoConfiguration.class.getName());
	}

	@Test
	void recordsByDefault() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(HttpServerTelemetry.class)
				.hasSingleBean(RecordingHandlerFactory.class)
				.hasSingleBean(ActuatorPaths.class);
			handle(WebHttpHandlerBuilder.applicationContext(context).build(), TestRequest.get("/orders/7"));
			assertThat(spans()).singleElement().satisfies((span) -> {
				assertThat(span.getName()).isEqualTo("GET /orders/{id}");
				assertThat(span.getAttributes().get(AttributeKey.stringKey("network.peer.address")))
					.isEqualTo("127.0.0.1");
			});
		});
	}

	@Test
	void backsOffWhereItIsSwitchedOffOrHasNothingToRecord() {
		this.runner.withPropertyValues("otel.instrumentation.http.server.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(RecordingHandlerFactory.class));
		this.runner.withPropertyValues("otel.sdk.disabled=true")
			.run((context) -> assertThat(context).doesNotHaveBean(RecordingHandlerFactory.class)
				.doesNotHaveBean(ReactorContextAutoConfiguration.class));
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ReactiveHttpServerAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(RecordingHandlerFactory.class));
	}

	@Test
	void backsOffWhereThereIsNoReactiveServer() {
		new ReactiveWebApplicationContextRunner().withBean(OpenTelemetry.class, OpenTelemetry::noop)
			.withConfiguration(AutoConfigurations.of(ReactiveHttpServerAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(DispatcherHandler.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RecordingHandlerFactory.class));
		new WebApplicationContextRunner().withBean(OpenTelemetry.class, OpenTelemetry::noop)
			.withConfiguration(AutoConfigurations.of(ReactiveHttpServerAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(RecordingHandlerFactory.class));
		new ApplicationContextRunner().withBean(OpenTelemetry.class, OpenTelemetry::noop)
			.withConfiguration(AutoConfigurations.of(ReactiveHttpServerAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(RecordingHandlerFactory.class));
	}

	@Test
	void worksWithoutActuatorServletsAndMeters() {
		this.runner
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate", "jakarta.servlet",
					"org.apache.catalina", "io.micrometer.core"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(RecordingHandlerFactory.class)
				.doesNotHaveBean(ActuatorPaths.class));
	}

	@Test
	void decoratorsOfTheApplicationAreInsideOfTheRecord() {
		List<Context> seen = new ArrayList<>();
		this.runner.withBean(HttpHandlerDecoratorFactory.class, () -> new Observing(seen)).run((context) -> {
			handle(WebHttpHandlerBuilder.applicationContext(context).build(), TestRequest.get("/orders/7"));
			assertThat(seen).singleElement()
				.satisfies((current) -> assertThat(Span.fromContext(current).getSpanContext().getSpanId())
					.isEqualTo(spans().get(0).getSpanId()));
		});
	}

	@Test
	void requestThatIsSuppressedAlreadyIsLeftAlone() {
		this.runner.run((context) -> {
			HttpHandler handler = WebHttpHandlerBuilder.applicationContext(context).build();
			try (Scope scope = Suppression.suppress(Context.root()).makeCurrent()) {
				handle(handler, TestRequest.get("/orders/7"));
			}
			handler.handle(TestRequest.get("/orders/7"), new MockServerHttpResponse())
				.contextWrite((reactor) -> reactor.put(ReactorContextKey.VALUE, Suppression.suppress(Context.root())))
				.block();
			assertThat(spans()).isEmpty();
		});
	}

	@Test
	void spanBeginsWithTheSubscription() {
		this.runner.run((context) -> {
			Mono<Void> handling = WebHttpHandlerBuilder.applicationContext(context)
				.build()
				.handle(TestRequest.get("/orders/7"), new MockServerHttpResponse());
			assertThat(spans()).isEmpty();
			handling.block();
			assertThat(spans()).hasSize(1);
			assertThat(Context.current()).isSameAs(Context.root());
		});
	}

	@Test
	void headersThatCannotBeResolvedAreAnsweredByTheFramework() {
		this.runner.withBean("forwardedHeaderTransformer", ForwardedHeaderTransformer.class).run((context) -> {
			MockServerHttpResponse response = new MockServerHttpResponse();
			WebHttpHandlerBuilder.applicationContext(context)
				.build()
				.handle(TestRequest.get("/orders/7", "X-Forwarded-Host", "a", "X-Forwarded-Port", "none"), response)
				.block();
			assertThat(response.getStatusCode().value()).isEqualTo(400);
			assertThat(spans()).singleElement()
				.satisfies((
						span) -> assertThat(span.getAttributes().get(AttributeKey.longKey("http.response.status_code")))
							.isEqualTo(400));
		});
	}

	@Test
	void applicationsOwnTransformerIsAskedOnce() {
		List<HttpHeaders> asked = new ArrayList<>();
		this.runner
			.withBean("forwardedHeaderTransformer", ForwardedHeaderTransformer.class, () -> new Transformer(asked))
			.run((context) -> {
				handle(WebHttpHandlerBuilder.applicationContext(context).build(), TestRequest.get("/orders/7"));
				assertThat(asked).hasSize(1);
				assertThat(spans()).hasSize(1);
			});
	}

	@Test
	void tomcatIsRecordedToo() {
		this.runner.run((context) -> {
			HttpHandler handler = WebHttpHandlerBuilder.applicationContext(context).build();
			TomcatReactiveWebServerFactory factory = new TomcatReactiveWebServerFactory(0);
			WebServer server = factory.getWebServer(handler);
			server.start();
			try {
				String body = RestClient.create("http://localhost:" + server.getPort())
					.get()
					.uri("/orders/7")
					.header("tracestate", "a=1")
					.header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
					.retrieve()
					.body(String.class);
				assertThat(body).isEqualTo("7");
			}
			finally {
				server.stop();
			}
			assertThat(spans()).singleElement().satisfies((span) -> {
				assertThat(span.getName()).isEqualTo("GET /orders/{id}");
				assertThat(span.getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
				assertThat(span.getAttributes().get(AttributeKey.stringKey("network.protocol.version")))
					.isEqualTo("1.1");
				assertThat(span.getAttributes().get(AttributeKey.stringKey("network.peer.address")))
					.isEqualTo("127.0.0.1");
			});
		});
	}

	private static void handle(HttpHandler handler, ServerHttpRequest request) {
		handler.handle(request, new MockServerHttpResponse()).block();
	}

	private List<SpanData> spans() {
		return this.exporter.getFinishedSpanItems();
	}

	private OpenTelemetry openTelemetry() {
		return OpenTelemetrySdk.builder()
			.setTracerProvider(
					SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(this.exporter)).build())
			.setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
			.build();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFlux
	static class Application {

		@Bean
		Orders orders() {
			return new Orders();
		}

	}

	@RestController
	static class Orders {

		@GetMapping("/orders/{id}")
		Mono<String> order(@PathVariable String id) {
			return Mono.just(id);
		}

	}

	static final class Transformer extends ForwardedHeaderTransformer {

		private final List<HttpHeaders> asked;

		Transformer(List<HttpHeaders> asked) {
			this.asked = asked;
		}

		@Override
		public ServerHttpRequest apply(ServerHttpRequest request) {
			this.asked.add(request.getHeaders());
			return super.apply(request);
		}

	}

	record Observing(List<Context> seen) implements HttpHandlerDecoratorFactory, Ordered {

		@Override
		public HttpHandler apply(HttpHandler handler) {
			return (request, response) -> Mono.defer(() -> {
				this.seen.add(Context.current());
				return handler.handle(request, response);
			});
		}

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE + 2;
		}

	}

}
