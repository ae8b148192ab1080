// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HttpMethods}.
 */
class HttpMethodsTests {

	private final HttpMethods methods = new HttpMethods(new HttpProperties(List.of()).knownMethods());

	@ParameterizedTest
	@ValueSource(strings = { "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE" })
	void methodsOfTheStandardsAreKnown(String method) {
		assertThat(this.methods.toRecord(method)).isEqualTo(method);
		assertThat(HttpMethods.inSpanName(method)).isEqualTo(method);
	}

	@ParameterizedTest
	@ValueSource(strings = { "get", "BREW", "", "_OTHER" })
	void othersAreNot(String method) {
		assertThat(this.methods.toRecord(method)).isEqualTo("_OTHER");
		assertThat(HttpMethods.inSpanName("_OTHER")).isEqualTo("HTTP");
	}

	@Test
	void configuredMethodsTakeThePlaceOfTheStandards() {
		HttpMethods methods = new HttpMethods(new HttpProperties(List.of("BREW")).knownMethods());
		assertThat(methods.toRecord("BREW")).isEqualTo("BREW");
		assertThat(methods.toRecord("GET")).isEqualTo("_OTHER");
	}

}
