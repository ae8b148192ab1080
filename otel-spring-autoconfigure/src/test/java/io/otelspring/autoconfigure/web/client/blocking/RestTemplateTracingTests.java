// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.blocking;

import java.net.URI;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.RootUriTemplateHandler;
import org.springframework.http.HttpMethod;
import org.springframework.http.RequestEntity;
import org.springframework.http.client.BufferingClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.InterceptingClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.test.web.client.MockRestServiceServer;
import org.springframework.test.web.client.match.MockRestRequestMatchers;
import org.springframework.test.web.client.response.MockRestResponseCreators;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.client.support.RestTemplateAdapter;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import org.springframework.web.util.DefaultUriBuilderFactory;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriTemplateHandler;

import io.otelspring.autoconfigure.web.client.Recorded;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RestTemplateTracing} and the template handlers that it puts in place.
 */
class RestTemplateTracingTests {

	private static final ClientHttpRequestInterceptor TWICE = (request, body, execution) -> {
		execution.execute(request, body).close();
		return execution.execute(request, body);
	};

	private final Recorded recorded = new Recorded();

	private final HttpClientTracing tracing = new HttpClientTracing(this.recorded.telemetry());

	private final CannedRequestFactory canned = new CannedRequestFactory();

	private final RestTemplate template = new RestTemplate(this.canned);

	@Test
	void namesSpansByTheTemplate() {
		this.tracing.trace(this.template);
		this.template.getForObject("http://shop.example/orders/{id}?q={q}", String.class, 7, "x");
		this.template.getForObject("http://shop.example/items/{id}", String.class, Map.of("id", 7));
		this.template.exchange(RequestEntity.get("http://shop.example/carts/{id}", 7).build(), String.class);
		this.template.delete("http://shop.example/fixed");
		assertThat(this.recorded.spanNames()).containsExactly("GET /orders/{id}", "GET /items/{id}", "GET /carts/{id}",
				"DELETE /fixed");
		assertThat(this.recorded.spans().get(0).getAttributes().get(AttributeKey.stringKey("url.template")))
			.isEqualTo("/orders/{id}");
	}

	@Test
	void aUriHasNoTemplate() {
		this.tracing.trace(this.template);
		this.template.getForObject("http://shop.example/orders/{id}", String.class, 7);
		this.template.getForObject(URI.create("http://shop.example/orders/7"), String.class);
		assertThat(this.recorded.spanNames()).containsExactly("GET /orders/{id}", "GET");
	}

	@Test
	void aUriExpandedByTheTemplatesOwnHandlerHasOne() {
		this.tracing.trace(this.template);
		URI uri = this.template.getUriTemplateHandler().expand("http://shop.example/orders/{id}", 7);
		this.template.getForObject(uri, String.class);
		assertThat(this.recorded.spanNames()).containsExactly("GET /orders/{id}");
	}

	@Test
	void tracingAgainChangesNothing() {
		this.tracing.trace(this.template);
		ClientHttpRequestFactory factory = this.template.getRequestFactory();
		UriTemplateHandler handler = this.template.getUriTemplateHandler();
		this.tracing.trace(this.template);
		assertThat(this.template.getRequestFactory()).isSameAs(factory);
		assertThat(this.template.getUriTemplateHandler()).isSameAs(handler);
		assertThat(this.template.getClientHttpRequestInitializers()).hasSize(1);
		callOnce();
	}

	@Test
	void eachAttemptOfAnInterceptorHasItsOwnSpan() {
		this.template.setInterceptors(List.of(TWICE));
		this.tracing.trace(this.template);
		this.template.postForObject("http://shop.example/orders/{id}", "body", String.class, 7);
		assertThat(this.recorded.spanNames()).containsExactly("POST /orders/{id}", "POST /orders/{id}");
		assertThat(this.recorded.spans()).extracting((span) -> resendCount(span)).containsExactly(null, 1L);
		assertThat(this.template.getInterceptors()).containsExactly(TWICE);
		assertThat(((InterceptingClientHttpRequestFactory) this.template.getRequestFactory()).getDelegate())
			.isInstanceOf(CannedRequestFactory.class)
			.matches(TracedRequestFactory::isIn);
	}

	@Test
	void interceptorsAddedLaterAreOutside() {
		this.tracing.trace(this.template);
		this.template.getInterceptors().add(TWICE);
		this.template.getForObject("http://shop.example/orders/{id}", String.class, 7);
		assertThat(this.recorded.spanNames()).containsExactly("GET /orders/{id}", "GET /orders/{id}");
	}

	@Test
	void bufferingStaysTheTemplatesOwn() {
		this.template.setBufferingPredicate((uri, method) -> true);
		this.template.setInterceptors(List.of((request, body, execution) -> execution.execute(request, body)));
		this.tracing.trace(this.template);
		callOnce();
		this.template.setInterceptors(List.of(TWICE));
		this.recorded.clear();
		this.template.getForObject("http://shop.example/orders/{id}", String.class, 7);
		assertThat(this.recorded.spans()).extracting((span) -> resendCount(span)).containsExactly(null, 1L);
		this.template.setInterceptors(List.of());
		callOnce();
		ClientHttpRequestFactory factory = this.template.getRequestFactory();
		assertThat(factory).isInstanceOf(BufferingClientHttpRequestFactory.class);
		assertThat(((BufferingClientHttpRequestFactory) factory).getDelegate()).isInstanceOf(CannedRequestFactory.class)
			.matches(TracedRequestFactory::isIn);
	}

	@Test
	void aFactorySetAfterwardsIsTracedFromTheFirstCallWithATemplate() {
		this.tracing.trace(this.template);
		CannedRequestFactory other = new CannedRequestFactory();
		this.template.setRequestFactory(other);
		this.template.getForObject("http://shop.example/orders/{id}", String.class, 7);
		this.template.getForObject(URI.create("http://shop.example/orders/7"), String.class);
		assertThat(other.requests).hasSize(2);
		assertThat(this.recorded.spanNames()).containsExactly("GET /orders/{id}", "GET");
	}

	@Test
	void aFactorySetAfterwardsIsTracedFromTheSecondCallWithAUri() {
		this.tracing.trace(this.template);
		CannedRequestFactory other = new CannedRequestFactory();
		this.template.setInterceptors(List.of((request, body, execution) -> execution.execute(request, body)));
		this.template.setRequestFactory(other);
		for (int i = 0; i < 3; i++) {
			this.template.getForObject(URI.create("http://shop.example/orders/7"), String.class);
		}
		assertThat(other.requests).hasSize(3);
		assertThat(this.recorded.spanNames()).containsExactly("GET", "GET");
	}

	@Test
	void aHandlerSetAfterwardsIsReplacedToo() {
		this.tracing.trace(this.template);
		this.template.setUriTemplateHandler(new DefaultUriBuilderFactory("http://shop.example/api"));
		this.template.setRequestFactory(this.canned);
		this.template.getForObject("/orders/{id}", String.class, 7);
		this.template.getForObject("/orders/{id}", String.class, 7);
		assertThat(this.recorded.spanNames()).endsWith("GET /api/orders/{id}");
	}

	@Test
	void templateIncludesThePathOfTheBaseUri() {
		this.template.setUriTemplateHandler(new DefaultUriBuilderFactory("http://shop.example/api"));
		this.tracing.trace(this.template);
		this.template.getForObject("/orders/{id}?q={q}", String.class, 7, 8);
		this.template.getForObject("http://other.example/orders/{id}", String.class, 7);
		assertThat(this.recorded.spanNames()).containsExactly("GET /api/orders/{id}", "GET /orders/{id}");
		assertThat(this.canned.requests.get(0).getURI()).hasToString("http://shop.example/api/orders/7?q=8");
	}

	@Test
	@SuppressWarnings("removal")
	void templateIncludesThePathOfBootsRootUri() {
		RestTemplate rooted = new RestTemplateBuilder(this.tracing::trace).rootUri("http://shop.example/outer")
			.requestFactory(() -> this.canned)
			.build();
		rooted.getForObject("/orders/{id}", String.class, 7);
		rooted.getForObject("http://other.example/items/{id}", String.class, Map.of("id", 7));
		assertThat(this.recorded.spanNames()).containsExactly("GET /outer/orders/{id}", "GET /items/{id}");
		assertThat(rooted.getUriTemplateHandler()).isInstanceOfSatisfying(RootUriTemplateHandler.class,
				(handler) -> assertThat(handler.getRootUri()).isEqualTo("http://shop.example/outer"));
	}

	@Test
	void bootsBuilderWithABaseUriIsTraced() {
		RestTemplate based = new RestTemplateBuilder(this.tracing::trace).baseUri("http://shop.example/base")
			.requestFactory(() -> this.canned)
			.basicAuthentication("user", "word")
			.build();
		based.getForObject("/orders/{id}", String.class, 7);
		assertThat(this.recorded.spanNames()).containsExactly("GET /base/orders/{id}");
		assertThat(this.canned.request().getHeaders().getFirst("Authorization")).startsWith("Basic ");
	}

	@Test
	void theFactoryKeepsItsType() throws Exception {
		for (ClientHttpRequestFactory factory : List.of(new SimpleClientHttpRequestFactory(),
				new JdkClientHttpRequestFactory(), new CannedRequestFactory())) {
			RestTemplate typed = new RestTemplate(factory);
			this.tracing.trace(typed);
			assertThat(typed.getRequestFactory()).isNotSameAs(factory)
				.isInstanceOf(factory.getClass())
				.matches(TracedRequestFactory::isIn)
				.isEqualTo(factory);
			assertThat(typed.getRequestFactory().createRequest(URI.create("http://shop.example/"), HttpMethod.GET))
				.isInstanceOf(TracedRequest.class);
		}
	}

	@Test
	void settingsReachTheFactoryBehind() throws Exception {
		SettableFactory settable = new SettableFactory();
		RestTemplate typed = new RestTemplate(settable);
		this.tracing.trace(typed);
		((SettableFactory) typed.getRequestFactory()).setReadTimeout(77);
		assertThat(settable.timeout).isEqualTo(77);
	}

	@Test
	void aFactoryThatCannotBeExtendedKeepsAMoreGeneralType() {
		SimpleClientHttpRequestFactory anonymous = new SimpleClientHttpRequestFactory() {

		};
		for (ClientHttpRequestFactory factory : List.of(anonymous, new PrivateFactory(), new FinalFactory())) {
			RestTemplate typed = new RestTemplate(factory);
			this.tracing.trace(typed);
			assertThat(typed.getRequestFactory()).isInstanceOf(SimpleClientHttpRequestFactory.class)
				.matches(TracedRequestFactory::isIn);
		}
	}

	@Test
	void otherFactoriesAreWrapped() {
		for (ClientHttpRequestFactory factory : List.<ClientHttpRequestFactory>of(this.canned::createRequest,
				new BufferingClientHttpRequestFactory(this.canned))) {
			RestTemplate wrapped = new RestTemplate(factory);
			this.tracing.trace(wrapped);
			assertThat(wrapped.getRequestFactory()).isInstanceOf(TracedRequestFactory.class);
		}
	}

	@Test
	void theHandlerStaysWhatItWas() {
		DefaultUriBuilderFactory before = (DefaultUriBuilderFactory) this.template.getUriTemplateHandler();
		this.tracing.trace(this.template);
		DefaultUriBuilderFactory after = (DefaultUriBuilderFactory) this.template.getUriTemplateHandler();
		assertThat(after.hasBaseUri()).isFalse();
		assertThat(after.getEncodingMode()).isEqualTo(before.getEncodingMode());
		assertThat(after.shouldParsePath()).isEqualTo(before.shouldParsePath());
		this.template.setDefaultUriVariables(Map.of("tenant", "north"));
		assertThat(before.getDefaultUriVariables()).isEqualTo(after.getDefaultUriVariables()).containsKey("tenant");
		this.template.getForObject("http://shop.example/{tenant}/orders", String.class);
		assertThat(this.canned.request().getURI()).hasToString("http://shop.example/north/orders");
		assertThat(this.recorded.spanNames()).containsExactly("GET /{tenant}/orders");
		after.setEncodingMode(DefaultUriBuilderFactory.EncodingMode.NONE);
		after.setParsePath(false);
		after.setParserType(UriComponentsBuilder.ParserType.WHAT_WG);
		assertThat(before.getEncodingMode()).isEqualTo(DefaultUriBuilderFactory.EncodingMode.NONE);
		assertThat(before.shouldParsePath()).isFalse();
		assertThat(before.getParserType()).isEqualTo(after.getParserType());
		assertThat(after.uriString("/a").build()).hasToString("/a");
		assertThat(after.builder().path("/b").build()).hasToString("/b");
	}

	@Test
	void aHandlerOfTheApplicationIsKept() {
		OwnHandler own = new OwnHandler();
		this.template.setUriTemplateHandler(own);
		this.tracing.trace(this.template);
		assertThat(this.template.getUriTemplateHandler()).isSameAs(own);
		this.template.getForObject("http://shop.example/orders/{id}", String.class, 7);
		assertThat(this.recorded.spanNames()).containsExactly("GET");
	}

	@Test
	void anotherInitializerMayCallInBetween() {
		RestTemplate tokens = new RestTemplate(new CannedRequestFactory());
		this.tracing.trace(tokens);
		this.template.getClientHttpRequestInitializers()
			.add((request) -> tokens.getForObject("http://tokens.example/token/{id}", String.class, 1));
		this.tracing.trace(this.template);
		this.template.getForObject("http://shop.example/orders/{id}", String.class, 7);
		assertThat(this.recorded.spanNames()).containsExactly("GET /token/{id}", "GET /orders/{id}");
	}

	@Test
	void isIndependentOfMockServers() {
		this.tracing.trace(this.template);
		MockRestServiceServer server = MockRestServiceServer.bindTo(this.template).build();
		server.expect(MockRestRequestMatchers.requestTo("http://shop.example/orders/7"))
			.andExpect(MockRestRequestMatchers.method(HttpMethod.GET))
			.andRespond(MockRestResponseCreators.withSuccess());
		this.template.getForObject("http://shop.example/orders/{id}", String.class, 7);
		server.verify();
		assertThat(this.recorded.spanNames()).containsExactly("GET /orders/{id}");
	}

	@Test
	void httpInterfacesOnATemplateAreNamedByTheirTemplate() {
		this.tracing.trace(this.template);
		Orders orders = HttpServiceProxyFactory.builderFor(RestTemplateAdapter.create(this.template))
			.build()
			.createClient(Orders.class);
		orders.order(7);
		assertThat(this.recorded.spanNames()).containsExactly("GET /orders/{id}");
	}

	private void callOnce() {
		this.recorded.clear();
		this.canned.requests.clear();
		this.template.getForObject("http://shop.example/orders/{id}", String.class, 7);
		assertThat(this.canned.requests).hasSize(1);
		assertThat(this.recorded.spanNames()).containsExactly("GET /orders/{id}");
	}

	private static @Nullable Long resendCount(SpanData span) {
		return span.getAttributes().get(AttributeKey.longKey("http.request.resend_count"));
	}

	public static final class FinalFactory extends SimpleClientHttpRequestFactory {

	}

	private static class PrivateFactory extends SimpleClientHttpRequestFactory {

	}

	public static class SettableFactory extends SimpleClientHttpRequestFactory {

		int timeout;

		@Override
		public void setReadTimeout(int readTimeout) {
			this.timeout = readTimeout;
		}

	}

	interface Orders {

		@GetExchange("http://shop.example/orders/{id}")
		void order(@PathVariable int id);

	}

	static class OwnHandler implements UriTemplateHandler {

		@Override
		public URI expand(String uriTemplate, Map<String, ? extends @Nullable Object> uriVariables) {
			return URI.create("http://shop.example/orders/7");
		}

		@Override
		public URI expand(String uriTemplate, @Nullable Object... uriVariables) {
			return URI.create("http://shop.example/orders/7");
		}

	}

}
