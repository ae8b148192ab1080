// SPDX-License-Identifier: Apache-2.0
package com.example.shop.shipping;

import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;

import io.otelspring.annotation.SpanAttribute;
import io.otelspring.annotation.Traced;

/**
 * Ships orders, one after another or several at once.
 */
@Component
class Warehouse {

	private static final Logger logger = LoggerFactory.getLogger(Warehouse.class);

	private final JdbcClient jdbc;

	Warehouse(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Async
	@Traced("ship_order")
	public void ship(@SpanAttribute("order.id") String orderId) {
		String shipmentId = UUID.randomUUID().toString();
		this.jdbc.sql("insert into shipments (shipment_id, order_id) values (?, ?)")
			.params(shipmentId, orderId)
			.update();
		logger.atInfo().addKeyValue("order.id", orderId).addKeyValue("shipment.id", shipmentId).log("Order shipped");
	}

}
