// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose trace context is believed.
 *
 * @param acceptFrom Addresses (CIDR) of the network peer whose trace headers are
 * believed. A request from any other address starts a new trace. An asterisk stands for
 * all.
 * @param trustSampled Whether the caller's sampled flag is followed. If it is not, the
 * sampler decides as if the trace began here, and the trace keeps its id.
 */
@ConfigurationProperties("otel.propagation")
public record PropagationProperties(@DefaultValue("*") List<String> acceptFrom,
		@DefaultValue("true") boolean trustSampled) {

}
