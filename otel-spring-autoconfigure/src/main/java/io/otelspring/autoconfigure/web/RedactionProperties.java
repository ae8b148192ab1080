// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is masked in addition to what the semantic conventions name.
 *
 * @param queryParameters Names of query parameters whose values are masked in recorded
 * URLs. An asterisk in a name stands for any characters, and case does not matter.
 * @param headers Names of headers whose captured values are masked. An asterisk in a name
 * stands for any characters, and case does not matter.
 */
@ConfigurationProperties("otel.redaction")
public record RedactionProperties(@DefaultValue List<String> queryParameters, @DefaultValue List<String> headers) {

}
