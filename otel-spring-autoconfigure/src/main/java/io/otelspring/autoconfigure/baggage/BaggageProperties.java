// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.baggage;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which baggage becomes attributes. A caller can send any, so there is none by default.
 *
 * @param spanAttributes Keys of baggage that become attributes of spans. An asterisk
 * stands for any characters.
 * @param logAttributes Keys of baggage that become attributes of log records. An asterisk
 * stands for any characters.
 */
@ConfigurationProperties("otel.baggage")
record BaggageProperties(@DefaultValue List<String> spanAttributes, @DefaultValue List<String> logAttributes) {

}
