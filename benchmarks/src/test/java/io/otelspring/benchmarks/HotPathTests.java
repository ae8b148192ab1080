// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each benchmark works with each variant; a benchmark checks by itself, when it stops,
 * that its variant recorded what it should.
 */
class HotPathTests {

	@ParameterizedTest
	@EnumSource
	void serverRequest(Variant variant) throws Exception {
		ServerRequest benchmark = new ServerRequest();
		benchmark.variant = variant;
		benchmark.start();
		MockHttpServletResponse response = benchmark.serverRequest();
		assertThat(response.getStatus()).isEqualTo(200);
		assertThat(response.getContentAsString()).isEqualTo("order 42");
		benchmark.stop();
	}

	@ParameterizedTest
	@EnumSource
	void clientRequest(Variant variant) throws Exception {
		ClientRequest benchmark = new ClientRequest();
		benchmark.variant = variant;
		benchmark.start();
		assertThat(benchmark.clientRequest()).isEqualTo("12 in stock");
		benchmark.stop();
	}

	@ParameterizedTest
	@EnumSource
	void annotatedCall(Variant variant) throws Exception {
		AnnotatedCall benchmark = new AnnotatedCall();
		benchmark.variant = variant;
		benchmark.start();
		assertThat(benchmark.annotatedCall()).isEqualTo("price of book-42");
		benchmark.stop();
	}

}
