// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.prometheus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class NamesTests {

	@ParameterizedTest
	@CsvSource(nullValues = "none",
			value = { "s, seconds", "ms, milliseconds", "By, bytes", "KiBy, kibibytes", "%, percent", "1, none",
					"'', none", "{request}, none", "{request}/s, per_second", "By/s, bytes_per_second",
					"m/s, meters_per_second", "1/min, per_minute", "Cel, celsius", "bananas, bananas", "/, none",
					"{a}/{b}, none", "$, none" })
	void unitIsAWord(String unit, String expected) {
		assertThat(Names.unit(unit)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "none",
			value = { "http.server.request.duration, seconds, false, http_server_request_duration_seconds",
					"jvm.memory.used, bytes, false, jvm_memory_used_bytes", "a.seconds, seconds, false, a_seconds",
					"orders.total, none, true, orders", "orders.total, none, false, orders_total",
					"size.bytes.total, bytes, true, size_bytes", "parameters, meters, false, parameters_meters",
					"1st, none, false, _1st", "a..b--c, none, false, a_b_c", "jvm.info, none, false, jvm_info",
					"größe, none, false, gr_e", "total, none, true, total" })
	void metricIsNamedByTheRules(String name, String unit, boolean counter, String expected) {
		assertThat(Names.metric("", name, unit, counter)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "http.route, http_route", "__name__, _name_", "1a, _1a", "a:b, a_b", "ä, _" })
	void labelIsNamedByTheRules(String key, String expected) {
		assertThat(Names.label(key)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "none", delimiter = '|', value = { "none | TEXT", "*/* | TEXT", "text/html | TEXT",
			"application/openmetrics-text | OPENMETRICS", "application/openmetrics-text;version=2.0.0 | TEXT",
			"application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
					+ "text/plain;version=0.0.4;q=0.5,*/*;q=0.1 | OPENMETRICS",
			"application/vnd.google.protobuf;q=0.9,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
					+ "text/plain;version=0.0.4;q=0.3 | OPENMETRICS",
			"text/plain;version=0.0.4,application/openmetrics-text;q=0.5 | TEXT",
			"application/openmetrics-text;q=0 | TEXT", "application/openmetrics-text;q=x | TEXT" })
	void formatIsTheOneThatIsWantedMost(String accept, ScrapeFormat expected) {
		assertThat(ScrapeFormat.of(accept)).isEqualTo(expected);
	}

	@Test
	void numbersAreThoseThatPrometheusReads() {
		assertThat(Numbers.text(Double.POSITIVE_INFINITY)).isEqualTo("+Inf");
		assertThat(Numbers.text(Double.NEGATIVE_INFINITY)).isEqualTo("-Inf");
		assertThat(Numbers.text(Double.NaN)).isEqualTo("NaN");
		StringBuilder time = new StringBuilder();
		Numbers.seconds(time, 1_700_000_000_007_000_000L);
		assertThat(time).hasToString("1700000000.007");
	}

}
