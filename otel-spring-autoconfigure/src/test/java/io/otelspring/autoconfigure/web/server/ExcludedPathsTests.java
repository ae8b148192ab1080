// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ExcludedPaths}.
 */
class ExcludedPathsTests {

	@ParameterizedTest
	@CsvSource({ "/quiet, /quiet, true", "/quiet, /quiet/x, false", "/quiet, /quieter, false", "quiet, /quiet, true",
			"/quiet/**, /quiet, true", "/quiet/**, /quiet/x/y, true", "/quiet/**, /quieter, false", "/, /, true",
			"/, /x, false", "/**, /any/thing, true", "/quiet/*/x, /quiet/1/x, true", "/quiet/*/x, /quiet/1/y, false",
			"/quiet/{id}, /quiet/1, true", "/quiet/{id}, /quiet/1/2, false", "'/{a:[0-9]+}/**', /12/x, true",
			"'/{a:[0-9]+}/**', /ab/x, false", "/quiet/?, /quiet/%, true", "/*.ico, /favicon.ico, true" })
	void pathsAreMatchedAsTheFrameworkMatchesThem(String pattern, String path, boolean excluded) {
		assertThat(new ExcludedPaths(List.of(pattern)).contain(path)).isEqualTo(excluded);
	}

	@Test
	void nothingIsExcludedByDefault() {
		assertThat(new ExcludedPaths(List.of("", " ")).contain("/")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/quiet/{id", "/quiet/**/{", "/{a}/{a}" })
	void whatIsNoPatternIsRefused(String pattern) {
		assertThatIllegalArgumentException().isThrownBy(() -> new ExcludedPaths(List.of(pattern)))
			.withMessageContaining(pattern);
	}

}
