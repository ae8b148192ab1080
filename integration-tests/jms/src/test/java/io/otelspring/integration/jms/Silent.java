// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.jms;

import org.springframework.jms.core.JmsTemplate;

import io.otelspring.annotation.Untraced;

/**
 * Sends what is not to be recorded.
 */
class Silent {

	private final JmsTemplate template;

	Silent(JmsTemplate template) {
		this.template = template;
	}

	@Untraced
	void send() {
		this.template.convertAndSend("silent", "x");
	}

}
