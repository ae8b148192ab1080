// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.redaction;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CapturedHeader}.
 */
class CapturedHeaderTests {

	private static final RedactionProperties NOTHING = new RedactionProperties(List.of(), List.of());

	@Test
	void nameIsInLowerCaseAndOnlyOnceInTheAttribute() {
		assertThat(CapturedHeader.ofRequests(List.of("X-Tag", "x-tag", " "), NOTHING)).singleElement()
			.satisfies((header) -> {
				assertThat(header.name()).isEqualTo("x-tag");
				assertThat(header.key()).isEqualTo(stringArrayKey("http.request.header.x-tag"));
				assertThat(header.toRecord(List.of("a", "b"))).containsExactly("a", "b");
			});
		assertThat(CapturedHeader.ofResponses(List.of("X-Tag"), NOTHING)).singleElement()
			.satisfies((header) -> assertThat(header.key()).isEqualTo(stringArrayKey("http.response.header.x-tag")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie" })
	void credentialsAreMaskedWhateverIsConfigured(String name) {
		assertThat(CapturedHeader.ofRequests(List.of(name), NOTHING)).singleElement()
			.satisfies(
					(header) -> assertThat(header.toRecord(List.of("a", "b"))).containsExactly("REDACTED", "REDACTED"));
	}

	@Test
	void headersAreMaskedByNameAndPattern() {
		RedactionProperties redaction = new RedactionProperties(List.of(), List.of("X-Key", "*-secret"));
		assertThat(CapturedHeader.ofRequests(List.of("x-key", "My-Secret", "other"), redaction))
			.extracting(CapturedHeader::name, CapturedHeader::masked)
			.containsExactly(org.assertj.core.groups.Tuple.tuple("my-secret", true),
					org.assertj.core.groups.Tuple.tuple("other", false),
					org.assertj.core.groups.Tuple.tuple("x-key", true));
	}

}
