// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many items there are in a serialised batch.
 */
class ItemsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			0 | []
			1 | [{}]
			2 | [ {"name":"a"} , {"name":"b","tags":{"x":"y"},"annotations":[{"value":"{}"},{"value":"z"}]} ]
			1 | [{"name":"},{\\"]}[{"}]
			2 | [{"name":"\\\\"},{"name":"\\\\\\""}]
			1 | [{"name":"é€𝄞"}]
			""", quoteCharacter = '`')
	void spansForZipkin(int spans, String body) {
		assertThat(Wire.ZIPKIN.items("traces", body.getBytes(StandardCharsets.UTF_8))).isEqualTo(spans);
	}

	@ParameterizedTest
	@CsvSource({ "traces, 1", "logs, 1", "metrics, 0" })
	void itemsOfOtlp(String signal, int items) {
		assertThat(Wire.OTLP.items(signal, TransportTests.batch("a"))).isEqualTo(items);
	}

}
