// SPDX-License-Identifier: Apache-2.0
package com.example.shop.shipping;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Takes orders from Kafka to the warehouse.
 */
@Component
@Profile("kafka")
class OrderListener {

	private static final Logger logger = LoggerFactory.getLogger(OrderListener.class);

	private final Warehouse warehouse;

	OrderListener(Warehouse warehouse) {
		this.warehouse = warehouse;
	}

	@KafkaListener(topics = "orders")
	void onOrder(PlacedOrder order) {
		logger.atInfo().addKeyValue("order.id", order.orderId()).log("Order goes to the warehouse");
		this.warehouse.ship(order.orderId());
	}

	/**
	 * What shipping needs to know of an order.
	 */
	record PlacedOrder(String orderId) {
	}

}
