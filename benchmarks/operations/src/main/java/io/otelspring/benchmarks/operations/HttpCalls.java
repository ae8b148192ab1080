// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.operations;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/**
 * Calls by the HTTP clients from Boot's builders, which get a canned response.
 */
final class HttpCalls {

	private static final String SERVER = "http://inventory.example:8080";

	private static final String PATH = "/leaf/{id}";

	private static final String ANSWER = "12 in stock";

	private HttpCalls() {
	}

	static Callable<?> restClient(ConfigurableApplicationContext application) {
		byte[] answer = ANSWER.getBytes(StandardCharsets.UTF_8);
		ClientHttpRequestFactory canned = (uri, method) -> {
			MockClientHttpResponse response = new MockClientHttpResponse(answer, HttpStatus.OK);
			response.getHeaders().setContentType(MediaType.TEXT_PLAIN);
			MockClientHttpRequest request = new MockClientHttpRequest(method, uri);
			request.setResponse(response);
			return request;
		};
		RestClient client = application.getBean(RestClient.Builder.class)
			.baseUrl(SERVER)
			.requestFactory(canned)
			.build();
		return () -> client.get().uri(PATH, 42).retrieve().body(String.class);
	}

	static Callable<?> webClient(ConfigurableApplicationContext application) {
		WebClient client = application.getBean(WebClient.Builder.class)
			.baseUrl(SERVER)
			.exchangeFunction((request) -> Mono.just(ClientResponse.create(HttpStatus.OK)
				.header("Content-Type", MediaType.TEXT_PLAIN_VALUE)
				.body(ANSWER)
				.build()))
			.build();
		return () -> client.get().uri(PATH, 42).retrieve().bodyToMono(String.class).block();
	}

}
