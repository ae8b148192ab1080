// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UrlTemplate} and {@link UrlTemplates}.
 */
class UrlTemplateTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "/leaf/{id}|/leaf/{id}", "http://host/leaf/{id}?q={q}|/leaf/{id}",
					"https://user:word@host:8443/base/leaf/{id}#{part}|/base/leaf/{id}", "http://host|/",
					"http://host?q={q}|/", "http://{host}/leaf|/leaf", "http://{host}:{port}/a/{b}|/a/{b}",
					"{base}/leaf/{id}|/leaf/{id}", "{base}|/", "{scheme}://{host}/leaf|/leaf", "{id}.json|/{id}.json",
					"leaf/{id}|/leaf/{id}", "//host/leaf|/leaf", "/go?to=http://other/x|/go", "/a//b|/a//b",
					"/{id:[a-z?]{2}}/b?c|/{id:[a-z?]{2}}/b", "/{open|/{open", "?q=1|/", "/leaf/|/leaf/" })
	void pathOfTemplate(String template, String path) {
		assertThat(UrlTemplate.pathOf(template)).isEqualTo(path);
	}

	@Test
	void emptyTemplateIsTheRoot() {
		assertThat(UrlTemplate.pathOf("")).isEqualTo("/");
	}

	@Test
	void spanNameIsMadeOnce() {
		UrlTemplate template = new UrlTemplate("/leaf/{id}");
		assertThat(template.spanName("GET")).isEqualTo("GET /leaf/{id}").isSameAs(template.spanName("GET"));
		assertThat(template.spanName("POST")).isEqualTo("POST /leaf/{id}");
	}

	@Test
	void templatesWithoutVariablesAreNotBelievedWithoutEnd() {
		UrlTemplates templates = new UrlTemplates();
		for (int i = 0; i < 100_000; i++) {
			templates.get("/leaf/" + i);
		}
		assertThat(templates.get("/leaf/99999")).isNull();
		assertThat(templates.get("/leaf/1")).isNotNull();
		assertThat(templates.get("/other/{id}")).extracting(UrlTemplate::path).isEqualTo("/other/{id}");
		assertThat(templates.get(null)).isNull();
	}

}
