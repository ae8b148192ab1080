// SPDX-License-Identifier: Apache-2.0
package com.example.shop.notification;

import com.example.shop.order.OrderPlaced;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;

import io.otelspring.annotation.SpanAttribute;
import io.otelspring.annotation.Traced;

/**
 * Confirms orders to customers, who do not wait for it: on a thread of its own.
 */
@Component
class Confirmations {

	private static final Logger logger = LoggerFactory.getLogger(Confirmations.class);

	@Async
	@EventListener
	@Traced("send_confirmation")
	public void send(@SpanAttribute(key = "order.id", expression = "orderId()") OrderPlaced order) {
		logger.atInfo()
			.addKeyValue("order.id", order.orderId())
			.addKeyValue("customer.id", order.customerId())
			.log("Confirmation sent");
	}

}
