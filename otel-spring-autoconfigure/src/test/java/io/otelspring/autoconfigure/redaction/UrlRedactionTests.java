// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.redaction;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UrlRedaction}.
 */
class UrlRedactionTests {

	private final UrlRedaction redaction = new UrlRedaction(List.of());

	@ParameterizedTest
	@CsvSource({ "sig=a, sig=REDACTED", "sig=a&b=1, sig=REDACTED&b=1", "b=1&sig=, b=1&sig=REDACTED",
			"sig=a=b&c, sig=REDACTED&c", "AWSAccessKeyId=1&Signature=2, AWSAccessKeyId=REDACTED&Signature=REDACTED",
			"X-Goog-Signature=1, X-Goog-Signature=REDACTED", "%73ig=a, %73ig=REDACTED", "&&sig=1&&, &&sig=REDACTED&&" })
	void signaturesAreMasked(String query, String expected) {
		assertThat(this.redaction.query(query)).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a=1&b=2", "Sig=a", "sig", "signature=1", "xsig=1", "sigx=1", "", "=", "&", "a=sig",
			"%zz=1", "%=sig=1" })
	void otherQueriesAreReturnedAsTheyAre(String query) {
		assertThat(this.redaction.query(query)).isSameAs(query);
	}

	@Test
	void absentQueryStaysAbsent() {
		assertThat(this.redaction.query(null)).isNull();
	}

	@Test
	void additionalParametersMatchWithoutRegardToCaseAndByPattern() {
		UrlRedaction redaction = new UrlRedaction(List.of("Token", "*secret*", " ", "pass word"));
		assertThat(redaction.query("token=1&my-SECRET-x=2&pass+word=3&sig=4&other=5"))
			.isEqualTo("token=REDACTED&my-SECRET-x=REDACTED&pass+word=REDACTED&sig=REDACTED&other=5");
	}

	@ParameterizedTest
	@CsvSource({ "/a;jsessionid=1, /a;jsessionid=REDACTED",
			"/a;x=1;JSESSIONID=2;y=3/b, /a;x=1;JSESSIONID=REDACTED;y=3/b", "/a;jsessionid=, /a;jsessionid=REDACTED",
			"/a;x=1, /a;x=1", "/a, /a", "/;, /;" })
	void sessionIdInAPathIsMasked(String path, String expected) {
		assertThat(this.redaction.path(path)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "https://u:p@host/x, https://REDACTED:REDACTED@host/x", "https://u@host, https://REDACTED@host",
			"https://host/a@b, https://host/a@b", "https://host:80/?sig=1#top, https://host:80/?sig=REDACTED",
			"https://host/a;jsessionid=1?b=2, https://host/a;jsessionid=REDACTED?b=2", "/relative?a=1, /relative?a=1",
			"http://u:p@w@host/, http://REDACTED:REDACTED@host/", "http://host?a=b@c, http://host?a=b@c" })
	void userInformationAndFragmentOfAUrlAreNotRecorded(String url, String expected) {
		assertThat(this.redaction.url(url)).isEqualTo(expected);
	}

	@Test
	void urlThatNeedsNoChangeIsReturnedAsItIs() {
		String url = "https://host:8443/a/b?c=d";
		assertThat(this.redaction.url(url)).isSameAs(url);
	}

}
