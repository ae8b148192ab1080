// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.blocking;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.hamcrest.Matchers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.BufferingClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.InterceptingClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.test.web.client.MockRestServiceServer;
import org.springframework.test.web.client.match.MockRestRequestMatchers;
import org.springframework.test.web.client.response.MockRestResponseCreators;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

import io.otelspring.autoconfigure.TelemetrySource;
import io.otelspring.autoconfigure.web.client.Recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link RestClientTracing}, {@link TracedRequestFactory} and
 * {@link TracingInterceptor}.
 */
class RestClientTracingTests {

	private static final ClientHttpRequestInterceptor TWICE = (request, body, execution) -> {
		execution.execute(request, body).close();
		return execution.execute(request, body);
	};

	private final Recorded recorded = new Recorded();

	private final HttpClientTracing tracing = new HttpClientTracing(this.recorded.telemetry());

	private final CannedRequestFactory canned = new CannedRequestFactory();

	@Test
	void factorySetBeforeIsTraced() {
		callOnce(this.tracing.trace(RestClient.builder().requestFactory(this.canned)).build());
	}

	@Test
	void factorySetAfterwardsIsTraced() {
		callOnce(this.tracing.trace(RestClient.builder()).requestFactory(this.canned).build());
	}

	@Test
	void factorySetOnTheBuilderBehindIsTraced() {
		RestClient.Builder behind = RestClient.builder();
		RestClient.Builder traced = this.tracing.trace(behind);
		behind.requestFactory(this.canned);
		callOnce(traced.build());
	}

	@Test
	void factorySetOnAMutatedClientIsTraced() {
		callOnce(this.tracing.trace(RestClient.builder()).build().mutate().requestFactory(this.canned).build());
	}

	@Test
	void mutatedAndClonedAreTracedOnce() {
		RestClient client = this.tracing.trace(RestClient.builder().requestFactory(this.canned)).build();
		callOnce(client.mutate().build());
		callOnce(client.mutate().clone().build().mutate().build());
		callOnce(this.tracing.trace(RestClient.builder()).clone().requestFactory(this.canned).build());
	}

	@Test
	void methodsOfTheBuilderReturnTheTracedOne() {
		RestClient.Builder builder = this.tracing.trace(RestClient.builder());
		AtomicReference<RestClient.Builder> applied = new AtomicReference<>();
		assertThat(builder.baseUrl("http://shop.example")).isSameAs(builder);
		assertThat(builder.defaultHeader("a", "b")).isSameAs(builder);
		assertThat(builder.requestFactory(this.canned)).isSameAs(builder);
		assertThat(builder.apply(applied::set)).isSameAs(builder);
		assertThat(applied.get()).isSameAs(builder);
		assertThat(builder).isEqualTo(builder).isNotEqualTo(this.tracing.trace(RestClient.builder()));
		assertThat(builder.hashCode()).isEqualTo(builder.hashCode());
		assertThat(builder.toString()).contains("RestClientBuilder");
	}

	@Test
	void exceptionsOfTheBuilderAreItsOwn() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.tracing.trace(RestClient.builder()).requestInterceptor(null));
	}

	@Test
	void tracingAgainChangesNothing() {
		RestClient.Builder builder = this.tracing.trace(RestClient.builder().requestFactory(this.canned));
		assertThat(this.tracing.trace(builder)).isSameAs(builder);
		this.tracing.traceInPlace(builder);
		RestClient client = builder.build();
		assertThat(this.tracing.trace(client)).isSameAs(client);
		callOnce(client);
	}

	@Test
	void aBuilderTracedInPlaceIsTracedOnce() {
		RestClient.Builder builder = RestClient.builder().requestFactory(this.canned);
		this.tracing.traceInPlace(builder);
		this.tracing.traceInPlace(builder);
		RestClient client = builder.build();
		assertThat(this.tracing.trace(client)).isSameAs(client);
		callOnce(client);
		callOnce(this.tracing.trace(builder).build());
	}

	@Test
	void aPlainClientIsTraced() {
		callOnce(this.tracing.trace(RestClient.builder().requestFactory(this.canned).build()));
	}

	@Test
	void aClientOfAnotherKindIsLeftAlone() {
		RestClient foreign = (RestClient) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { RestClient.class }, (proxy, method, arguments) -> {
					throw new AssertionError(method);
				});
		assertThat(this.tracing.trace(foreign)).isSameAs(foreign);
	}

	@Test
	void aClientMadeFromATracedTemplateIsTracedOnce() {
		RestTemplate template = new RestTemplate(this.canned);
		this.tracing.trace(template);
		RestClient client = RestClient.create(template);
		assertThat(this.tracing.trace(client)).isSameAs(client);
		callOnce(client);
	}

	@Test
	void eachAttemptOfAnInterceptorHasItsOwnSpan() {
		RestClient client = this.tracing.trace(RestClient.builder())
			.requestInterceptor(TWICE)
			.requestFactory(this.canned)
			.build();
		client.get().uri("http://shop.example/orders/{id}", 7).retrieve().toBodilessEntity();
		assertThat(this.recorded.spanNames()).containsExactly("GET /orders/{id}", "GET /orders/{id}");
		assertThat(this.recorded.spans()).extracting((span) -> resendCount(span)).containsExactly(null, 1L);
		for (int i = 0; i < 2; i++) {
			assertThat(this.canned.requests.get(i).getHeaders().get("traceparent"))
				.containsExactly(Recorded.traceparent(this.recorded.spans().get(i)));
		}
		this.recorded.clear();
		client.get().uri("http://shop.example/orders/{id}", 8).retrieve().toBodilessEntity();
		assertThat(this.recorded.spans()).extracting((span) -> resendCount(span)).containsExactly(null, 1L);
	}

	@Test
	void interceptorsAddedLaterAreOutside() {
		RestClient client = this.tracing.trace(RestClient.builder().requestFactory(this.canned)).build();
		client.mutate().requestInterceptor((request, body, execution) -> {
			assertThat(Recorded.noneIsCurrent()).isTrue();
			return execution.execute(request, body);
		}).build().get().uri("http://shop.example/").retrieve().toBodilessEntity();
		assertThat(this.recorded.spans()).hasSize(1);
	}

	@Test
	void wrappedFactoriesAreTracedOnce() {
		ClientHttpRequestFactory traced = this.tracing.trace(this.canned);
		ClientHttpRequestFactory buffering = new BufferingClientHttpRequestFactory(traced);
		assertThat(this.tracing.trace(traced)).isSameAs(traced);
		assertThat(this.tracing.trace(buffering)).isSameAs(buffering);
		callOnce(this.tracing.trace(RestClient.builder()).requestFactory(buffering).build());
		callOnce(this.tracing.trace(RestClient.builder())
			.requestFactory(new InterceptingClientHttpRequestFactory(traced, null))
			.build());
		callOnce(this.tracing.trace(RestClient.builder()).requestFactory(traced::createRequest).build());
	}

	@Test
	void bufferedClientsKeepTheirTemplate() {
		RestClient client = this.tracing.trace(RestClient.builder())
			.bufferContent((uri, method) -> uri.getPath().startsWith("/orders"))
			.requestFactory(this.canned)
			.build();
		client.get().uri("http://shop.example/items/{id}", 7).retrieve().toBodilessEntity();
		client.get().uri(URI.create("http://shop.example/orders/7")).retrieve().toBodilessEntity();
		assertThat(this.recorded.spanNames()).containsExactly("GET /items/{id}", "GET");
		callOnce(client);
		callOnce(client.mutate()
			.requestInterceptor((request, body, execution) -> execution.execute(request, body))
			.build());
	}

	@Test
	void templateIncludesThePathOfTheBaseUrl() {
		RestClient.Builder builder = this.tracing.trace(RestClient.builder()).requestFactory(this.canned);
		builder.clone()
			.baseUrl("http://shop.example")
			.build()
			.get()
			.uri("/leaf/{id}?q={q}", 1, 2)
			.retrieve()
			.toBodilessEntity();
		builder.clone()
			.baseUrl("http://shop.example/api/v1")
			.build()
			.get()
			.uri("/leaf/{id}", 1)
			.retrieve()
			.toBodilessEntity();
		builder.clone()
			.baseUrl("http://shop.example/api")
			.build()
			.get()
			.uri("http://other.example/leaf/{id}?q={q}", 1, 2)
			.retrieve()
			.toBodilessEntity();
		builder.clone()
			.baseUrl("http://shop.example/{tenant}/")
			.defaultUriVariables(Map.of("tenant", "t"))
			.build()
			.get()
			.uri("leaf/{id}", Map.of("id", 1))
			.retrieve()
			.toBodilessEntity();
		builder.clone().baseUrl("http://shop.example").build().get().uri("/a b/{id}", 1).retrieve().toBodilessEntity();
		assertThat(this.recorded.spanNames()).containsExactly("GET /leaf/{id}", "GET /api/v1/leaf/{id}",
				"GET /leaf/{id}", "GET /{tenant}/leaf/{id}", "GET /a%20b/{id}");
	}

	@Test
	void withoutATemplateTheNameIsTheMethod() {
		RestClient client = this.tracing.trace(RestClient.builder())
			.requestFactory(this.canned)
			.baseUrl("http://shop.example")
			.build();
		client.get().uri(URI.create("http://shop.example/leaf/7")).retrieve().toBodilessEntity();
		client.get().uri((uri) -> uri.path("/leaf/7").build()).retrieve().toBodilessEntity();
		client.get().retrieve().toBodilessEntity();
		assertThat(this.recorded.spanNames()).containsExactly("GET", "GET", "GET");
	}

	@Test
	void isIndependentOfMockServers() {
		RestClient.Builder builder = this.tracing.trace(RestClient.builder().baseUrl("http://shop.example"));
		MockRestServiceServer server = MockRestServiceServer.bindTo(builder).bufferContent().build();
		server.expect(MockRestRequestMatchers.requestTo("http://shop.example/orders/7"))
			.andExpect(MockRestRequestMatchers.method(HttpMethod.POST))
			.andExpect(MockRestRequestMatchers.header("traceparent", Matchers.notNullValue()))
			.andExpect(MockRestRequestMatchers.content().string("body"))
			.andRespond(MockRestResponseCreators.withSuccess("answer", MediaType.TEXT_PLAIN));
		String answer = builder.build().post().uri("/orders/{id}", 7).body("body").retrieve().body(String.class);
		assertThat(answer).isEqualTo("answer");
		server.verify();
		assertThat(this.recorded.spanNames()).containsExactly("POST /orders/{id}");
	}

	@Test
	void failuresOfTheClientStayAsTheyAre() {
		this.canned.status = 404;
		RestClient client = this.tracing.trace(RestClient.builder()).requestFactory(this.canned).build();
		assertThatThrownBy(() -> client.get().uri("http://shop.example/").retrieve().toBodilessEntity())
			.isInstanceOf(HttpClientErrorException.NotFound.class);
		this.canned.failure = new IOException("reset");
		assertThatThrownBy(() -> client.get().uri("http://shop.example/").retrieve().toBodilessEntity())
			.isInstanceOf(ResourceAccessException.class)
			.cause()
			.isSameAs(this.canned.failure);
	}

	@Test
	void requestsKeepTheirAbilityToStream() throws IOException {
		ClientHttpRequestFactory simple = this.tracing.trace(new SimpleClientHttpRequestFactory());
		ClientHttpRequest streaming = simple.createRequest(URI.create("http://shop.example/"), HttpMethod.POST);
		assertThat(streaming).isInstanceOf(StreamingHttpOutputMessage.class);
		ClientHttpRequest other = this.tracing.trace(this.canned)
			.createRequest(URI.create("http://shop.example/"), HttpMethod.POST);
		assertThat(other).isNotInstanceOf(StreamingHttpOutputMessage.class);
		assertThat(other.getBody()).isSameAs(this.canned.request().getBody());
		assertThat(other.getHeaders()).isSameAs(this.canned.request().getHeaders());
		assertThat(other.getAttributes()).isSameAs(this.canned.request().getAttributes());
		assertThat(other.getURI()).isSameAs(this.canned.request().getURI());
	}

	@Test
	void responsesAreHandedOnAsTheyAre() throws IOException {
		ClientHttpResponse response = this.tracing.trace(this.canned)
			.createRequest(URI.create("http://shop.example/"), HttpMethod.GET)
			.execute();
		assertThat(response).isExactlyInstanceOf(CannedRequestFactory.Response.class);
	}

	@Test
	void withoutAnSdkCallsGoThrough() {
		HttpClientTracing early = new HttpClientTracing(new TelemetrySource<>(() -> {
			throw new IllegalStateException("in creation");
		}));
		early.trace(RestClient.builder().requestFactory(this.canned))
			.build()
			.get()
			.uri("http://shop.example/")
			.retrieve()
			.toBodilessEntity();
		assertThat(this.canned.requests).hasSize(1);
		assertThat(this.recorded.spans()).isEmpty();
	}

	@Test
	void aBuilderOfAnotherKindGetsAnInterceptor() {
		RestClient.Builder behind = RestClient.builder().requestFactory(this.canned).requestInterceptor(TWICE);
		RestClient.Builder foreign = (RestClient.Builder) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { RestClient.Builder.class },
				(proxy, method, arguments) -> method.invoke(behind, arguments));
		this.tracing.traceInPlace(foreign);
		this.tracing.traceInPlace(foreign);
		behind.build().post().uri("http://shop.example/orders/{id}", 7).body("x").retrieve().toBodilessEntity();
		assertThat(this.recorded.spanNames()).containsExactly("POST /orders/{id}", "POST /orders/{id}");
	}

	@Test
	void anInterceptorBeforeATracedFactoryMakesOneSpan() {
		callOnce(RestClient.builder()
			.requestFactory(this.tracing.trace(this.canned))
			.requestInterceptor(new TracingInterceptor(this.tracing))
			.build());
	}

	private void callOnce(RestClient client) {
		this.recorded.clear();
		this.canned.requests.clear();
		client.get().uri("http://shop.example/orders/{id}", 7).retrieve().toBodilessEntity();
		assertThat(this.canned.requests).hasSize(1);
		assertThat(this.recorded.spanNames()).containsExactly("GET /orders/{id}");
		assertThat(this.canned.request().getHeaders().get("traceparent"))
			.containsExactly(Recorded.traceparent(this.recorded.span()));
	}

	private static @Nullable Long resendCount(SpanData span) {
		return span.getAttributes().get(AttributeKey.longKey("http.request.resend_count"));
	}

}
