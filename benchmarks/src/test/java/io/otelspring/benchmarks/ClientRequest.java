// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks;

import java.nio.charset.StandardCharsets;

import org.openjdk.jmh.annotations.Benchmark;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.web.client.RestClient;

/**
 * A request by a RestClient from Boot's builder, which gets a canned answer.
 */
@EnableAutoConfiguration
public class ClientRequest extends HotPath {

	private static final byte[] ANSWER = "12 in stock".getBytes(StandardCharsets.UTF_8);

	private RestClient client;

	@Benchmark
	public String clientRequest() {
		return this.client.get().uri("/leaf/{id}", 42).retrieve().body(String.class);
	}

	@Override
	protected void prepare(ConfigurableApplicationContext application) {
		ClientHttpRequestFactory canned = (uri, method) -> {
			MockClientHttpResponse response = new MockClientHttpResponse(ANSWER, HttpStatus.OK);
			response.getHeaders().setContentType(MediaType.TEXT_PLAIN);
			MockClientHttpRequest request = new MockClientHttpRequest(method, uri);
			request.setResponse(response);
			return request;
		};
		this.client = application.getBean(RestClient.Builder.class)
			.baseUrl("http://inventory.example:8080")
			.requestFactory(canned)
			.build();
	}

	@Override
	protected String metric() {
		return "http.client.request.duration";
	}

}
